using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Trust;

/// <summary>
/// The sessions that the user keeps for later processes: one file for each account at a REST address, in a folder that only the user can
/// enter. A file appears whole or not at all. On Windows the token in it is encrypted for the user (DPAPI); elsewhere the file's mode
/// protects it.
/// </summary>
public sealed class SessionFiles
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OthersAny =
        OthersWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const string Extension = ".session.json";
    private const string PartExtension = ".part";
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
        string arriving = Path.Combine(_folder, Path.GetRandomFileName() + PartExtension);
        try
        {
            MakeFolder();
            using (FileStream file = new(arriving, OwnersOnly()))
            {
                JsonSerializer.Serialize(file, Protected(session), SavedSessionJson.Default.SavedSession);
                file.Flush(flushToDisk: true);
            }
            File.Move(arriving, path, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Discard(arriving);
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
            foreach (string part in Directory.EnumerateFiles(_folder, "*" + PartExtension))
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

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder); // Below the user's profile, which nobody else can enter.
            return;
        }
        Directory.CreateDirectory(_folder, OwnersFolder);
        File.SetUnixFileMode(_folder, OwnersFolder); // One that was there may have been wider.
    }

    private static FileStreamOptions OwnersOnly()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }
        return options;
    }

    [UnsupportedOSPlatform("windows")]
    private void EnsureOwnersOnly(string path)
    {
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & OthersAny) != 0)
        {
            throw new BambuException(BambuErrorKind.SavedSessionExposed,
                $"The saved session '{path}' is open to others (mode {Octal(mode)}) and is not used: who has read it can use the account.")
            { Subject = path };
        }
        UnixFileMode folderMode = File.GetUnixFileMode(_folder);
        if ((folderMode & OthersWrite) != 0)
        {
            throw new BambuException(BambuErrorKind.SavedSessionExposed,
                $"Others can write to the folder '{_folder}' (mode {Octal(folderMode)}) and could have put their own session there: "
                + "it is not used.")
            { Subject = _folder };
        }
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');

    private static SavedSession Protected(SavedSession session) => session with
    {
        Token = session.AccessToken switch
        {
            { } token when OperatingSystem.IsWindows() =>
                Convert.ToBase64String(ProtectedData.Protect(Encoding.UTF8.GetBytes(token), null, DataProtectionScope.CurrentUser)),
            var token => token,
        },
    };

    private static SavedSession Revealed(SavedSession saved) => saved with
    {
        AccessToken = saved.Token switch
        {
            null when saved.Vault is null => throw new JsonException(),
            { } token when OperatingSystem.IsWindows() =>
                Encoding.UTF8.GetString(ProtectedData.Unprotect(Convert.FromBase64String(token), null, DataProtectionScope.CurrentUser)),
            var token => token,
        },
    };

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception already) when (already is IOException or UnauthorizedAccessException)
        {
            // What could not be written is told; that a part of it stays is not worse.
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SavedSession))]
internal sealed partial class SavedSessionJson : JsonSerializerContext;
