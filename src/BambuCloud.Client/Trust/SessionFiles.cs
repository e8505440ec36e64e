using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Trust;

/// <summary>
/// The sessions that the user keeps for later processes: one file for each account at a REST address, in a folder that only the user can
/// enter (<see cref="OwnersFiles"/>).
/// </summary>
public sealed class SessionFiles
{
    private const string Extension = ".session.json";
    private const char Separator = '~'; // It stands in no escaped address and in no account's number.

    private readonly string _folder;

    /// <summary>The sessions of a folder, which need not exist.</summary>
    public SessionFiles(string folder) => _folder = folder;

    /// <summary>
    /// <c>$XDG_STATE_HOME/BambuCloud</c>, by default <c>~/.local/state/BambuCloud</c>; on Windows and macOS the folder that programs keep
    /// their local data in.
    /// </summary>
    public static string DefaultFolder
    {
        get
        {
            string? state = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (!Path.IsPathFullyQualified(state ?? "")) // The XDG specification has relative ones ignored.
            {
                state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            }
            return Path.Combine(state!, "BambuCloud");
        }
    }

    /// <summary>Keeps a session in place of the one that was kept for its account.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.SavedSessionUnusable"/>.</exception>
    public void Save(SavedSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        string path = PathOf(session);
        try
        {
            OwnersFiles.Write(path, file => JsonSerializer.Serialize(file, Protected(session), SavedSessionJson.Default.SavedSession));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Fault(path, $"The session cannot be saved as '{path}': {failed.Message}", failed);
        }
    }

    /// <summary>The session that was saved last: of all, of a REST address, or of an account there. There may be none.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.SavedSessionExposed"/> or <see cref="BambuErrorKind.SavedSessionUnusable"/>.
    /// </exception>
    public SavedSession? Find(Uri? apiEndpoint, string? uid = null)
    {
        return Paths(apiEndpoint, uid) is [var newest, ..] ? Read(newest) : null;
    }

    /// <summary>All sessions that are saved, the one that was saved last first.</summary>
    /// <param name="unusable">Told of each that cannot be used; the others are given.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.SavedSessionUnusable"/>: the folder cannot be read.</exception>
    public IReadOnlyList<SavedSession> List(Action<BambuException> unusable)
    {
        ArgumentNullException.ThrowIfNull(unusable);
        List<SavedSession> sessions = [];
        foreach (string path in Paths(null, null))
        {
            try
            {
                sessions.Add(Read(path));
            }
            catch (BambuException fault)
            {
                unusable(fault);
            }
        }
        return sessions;
    }

    private SavedSession Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                EnsureOwnersOnly(path);
            }
            using FileStream file = File.OpenRead(path);
            SavedSession saved = JsonSerializer.Deserialize(file, SavedSessionJson.Default.SavedSession) ?? throw new JsonException();
            return saved is { ApiEndpoint.IsAbsoluteUri: true, MqttEndpoint: null or { IsAbsoluteUri: true } }
                && AccountUid.IsValid(saved.Uid)
                ? Revealed(saved) with { SavedAt = File.GetLastWriteTimeUtc(path) } : throw new JsonException();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(path, unreadable.Message, unreadable);
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException)
        {
            throw Unusable(path, "It is damaged."); // What the reader says quotes the file, and that holds the token.
        }
    }

    /// <summary>Removes what <see cref="Find"/> would find; there may be none.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.SavedSessionUnusable"/>.</exception>
    public void Remove(Uri? apiEndpoint, string? uid = null)
    {
        if (Paths(apiEndpoint, uid) is not [var path, ..])
        {
            return;
        }
        try
        {
            File.Delete(path);
            foreach (string part in Directory.EnumerateFiles(_folder, "*" + OwnersFiles.PartExtension))
            {
                File.Delete(part); // Of a process that was killed while it saved.
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"The saved session '{path}' cannot be removed: {failed.Message}", failed);
        }
    }

    private static BambuException Unusable(string path, string why, Exception? cause = null) =>
        Fault(path, $"The saved session '{path}' cannot be used: {why}", cause);

    private static BambuException Fault(string subject, string message, Exception? cause = null) =>
        new(BambuErrorKind.SavedSessionUnusable, message, cause) { Subject = subject };

    // What an account is called came from a server: it names a file of this folder and no other.
    private string PathOf(SavedSession session)
    {
        string folder = Path.GetFullPath(_folder);
        string path = Path.GetFullPath(Path.Combine(folder, Prefix(session.ApiEndpoint) + Uri.EscapeDataString(session.Uid) + Extension));
        return AccountUid.IsValid(session.Uid) && Path.GetDirectoryName(path) == folder.TrimEnd(Path.DirectorySeparatorChar)
            ? path
            : throw Fault(session.Uid, "The session cannot be saved: the number of its account is no number.");
    }

    private static string Prefix(Uri apiEndpoint) =>
        Uri.EscapeDataString($"{apiEndpoint.Scheme}-{apiEndpoint.Authority}{apiEndpoint.AbsolutePath.TrimEnd('/')}") + Separator;

    // The newest first.
    private string[] Paths(Uri? apiEndpoint, string? uid)
    {
        if (uid is not null && !AccountUid.IsValid(uid))
        {
            return []; // None is saved under it.
        }
        string files = (apiEndpoint is null ? "" : Prefix(apiEndpoint)) + (uid ?? "*") + Extension;
        try
        {
            return Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, files).OrderByDescending(File.GetLastWriteTimeUtc)]
                : [];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new BambuException(BambuErrorKind.SavedSessionUnusable,
                $"The folder of the saved sessions '{_folder}' cannot be read: {closed.Message}", closed)
            { Subject = _folder };
        }
    }

    [UnsupportedOSPlatform("windows")]
    private void EnsureOwnersOnly(string path)
    {
        if (OwnersFiles.ExposedMode(path) is { } mode)
        {
            throw new BambuException(BambuErrorKind.SavedSessionExposed,
                $"The saved session '{path}' is open to others (mode {mode}) and is not used: who has read it can use the account.")
            { Subject = path };
        }
        if (OwnersFiles.ExposedFolderMode(_folder) is { } folderMode)
        {
            throw new BambuException(BambuErrorKind.SavedSessionExposed,
                $"Others can write to the folder '{_folder}' (mode {folderMode}) and could have put their own session there: "
                + "it is not used.")
            { Subject = _folder };
        }
    }

    private static SavedSession Protected(SavedSession session) => session with { Token = OwnersFiles.Protected(session.AccessToken) };

    private static SavedSession Revealed(SavedSession saved) => saved with
    {
        AccessToken = saved is { Token: null, Vault: null } ? throw new JsonException() : OwnersFiles.Revealed(saved.Token),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SavedSession))]
internal sealed partial class SavedSessionJson : JsonSerializerContext;
