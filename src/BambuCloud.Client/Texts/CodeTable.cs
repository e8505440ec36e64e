using System.Text.Json;
using BambuCloud.Client.Diagnostics;

namespace BambuCloud.Client.Texts;

/// <summary>
/// The vendor's table of what codes mean. It is fetched without a token, kept in the user's cache folder for 30 days, and nobody waits for
/// it but who asks for it (mqtt.md, <i>Texts of codes</i>).
/// </summary>
public sealed class CodeTable : IDisposable
{
    private const string Switch = "BAMBU_CODE_TEXTS";
    private const string Off = "0";
    private const string FileName = "code-texts.en.json";
    private const int LongestTable = 32 * 1024 * 1024;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(30);

    private readonly Uri _address;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = LongestFetch, MaxResponseContentBufferSize = LongestTable };
    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _loaded;

    internal CodeTable(Uri address, string folder, TimeProvider time)
    {
        _address = address;
        _folder = folder;
        _time = time;
    }

    /// <summary>The vendor's, for this process.</summary>
    public static CodeTable Vendors { get; } = new(new Uri("https://e.bambulab.com/query.php?lang=en"), DefaultFolder, TimeProvider.System);

    /// <summary>Whether the user switched it off: <c>BAMBU_CODE_TEXTS=0</c>.</summary>
    private static bool IsOff => Environment.GetEnvironmentVariable(Switch) == Off;

    /// <summary>Begins to read it, unless it was switched off. What goes wrong is told to nobody: texts are a help.</summary>
    public void BeginLoading() => _ = Task.Run(async () =>
    {
        try
        {
            await LoadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (BambuException fault)
        {
            CloudTrace.Write(fault.Message);
        }
    });

    /// <summary>Reads it, from the cache folder or from the vendor, once in a process.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.CodeTextsUnavailable"/>.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (IsOff)
        {
            throw Unavailable($"The texts of codes are switched off: {Switch} is {Off}.", null);
        }
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_loaded)
            {
                return;
            }
            CodeTexts.Current = ReadCache() ?? await FetchAsync(cancellationToken).ConfigureAwait(false);
            _loaded = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    // $XDG_CACHE_HOME/BambuCloud, by default ~/.cache/BambuCloud; on Windows and macOS the folder that programs keep local data in.
    private static string DefaultFolder
    {
        get
        {
            string? cache = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return Path.Combine(Path.IsPathFullyQualified(cache ?? "") ? cache!
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "BambuCloud");
        }
    }

    private string CacheFile => Path.Combine(_folder, FileName);

    private CodeTexts? ReadCache()
    {
        try
        {
            FileInfo file = new(CacheFile);
            return file.Exists && _time.GetUtcNow() - file.LastWriteTimeUtc < Kept ? Parse(File.ReadAllBytes(file.FullName)) : null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException)
        {
            CloudTrace.Write($"The texts of codes in '{CacheFile}' cannot be read and are fetched again: {broken.Message}");
            return null;
        }
    }

    private async Task<CodeTexts> FetchAsync(CancellationToken cancellationToken)
    {
        byte[] table;
        CodeTexts texts;
        try
        {
            table = await _http.GetByteArrayAsync(_address, cancellationToken).ConfigureAwait(false);
            texts = Parse(table) ?? throw new JsonException("It has no texts.");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Unavailable($"The texts of codes could not be read from '{_address.Host}': {fault.GetBaseException().Message}", fault);
        }
        Keep(table);
        return texts;
    }

    // A file appears whole or not at all: other processes may read it.
    private void Keep(byte[] table)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            string arriving = Path.Combine(_folder, Path.GetRandomFileName());
            File.WriteAllBytes(arriving, table);
            File.Move(arriving, CacheFile, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            CloudTrace.Write($"The texts of codes could not be kept in '{_folder}': {refused.Message}");
        }
    }

    // data.device_hms.en[] and data.device_error.en[] of ecode and intro; null where it has neither.
    private static CodeTexts? Parse(byte[] table)
    {
        using JsonDocument document = JsonDocument.Parse(table);
        Dictionary<string, string> hms = TextsOf(document.RootElement, "device_hms");
        Dictionary<string, string> errors = TextsOf(document.RootElement, "device_error");
        return hms.Count + errors.Count == 0 ? null : new CodeTexts { Hms = hms, Errors = errors };
    }

    private static Dictionary<string, string> TextsOf(JsonElement table, string kind)
    {
        Dictionary<string, string> texts = [];
        if (Member(Member(Member(table, "data"), kind), "en") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (Text(Member(item, "ecode")) is { } code && Text(Member(item, "intro"))?.Trim() is { Length: > 0 } text)
                {
                    texts[CodeTexts.DigitsOf(code)] = text;
                }
            }
        }
        return texts;
    }

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out JsonElement member) ? member : null;

    private static string? Text(JsonElement? of) => of is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static BambuException Unavailable(string message, Exception? cause) =>
        new(BambuErrorKind.CodeTextsUnavailable, message, cause);
}
