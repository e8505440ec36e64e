using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace BambuCloud.Client.Trust;

/// <summary>
/// Files with secrets, in a folder that only their owner can enter. A file appears whole or not at all. On Windows the secrets in it are
/// encrypted for the user (DPAPI); elsewhere the file's mode protects them.
/// </summary>
internal static class OwnersFiles
{
    /// <summary>How the files end that are not whole yet.</summary>
    public const string PartExtension = ".part";

    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OthersAny =
        OthersWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes a file in place of the one that stood there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        string arriving = Path.Combine(folder, Path.GetRandomFileName() + PartExtension);
        try
        {
            using (FileStream file = new(arriving, OwnersOnly()))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(arriving, path, overwrite: true);
        }
        catch
        {
            Discard(arriving);
            throw;
        }
    }

    /// <summary>The mode of a file where others than its owner can do anything with it.</summary>
    [UnsupportedOSPlatform("windows")]
    public static string? ExposedMode(string path) => ModeWith(path, OthersAny);

    /// <summary>The mode of a folder where others than its owner can write to it, and could have put a file of their own there.</summary>
    [UnsupportedOSPlatform("windows")]
    public static string? ExposedFolderMode(string folder) => ModeWith(folder, OthersWrite);

    /// <summary>A secret as it stands in a file.</summary>
    /// <exception cref="CryptographicException">Windows does not encrypt it.</exception>
    public static string? Protected(string? secret) => secret is not null && OperatingSystem.IsWindows()
        ? Convert.ToBase64String(ProtectedData.Protect(Encoding.UTF8.GetBytes(secret), null, DataProtectionScope.CurrentUser))
        : secret;

    /// <summary>A secret as it was.</summary>
    /// <exception cref="CryptographicException">It is another user's.</exception>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static string? Revealed(string? written) => written is not null && OperatingSystem.IsWindows()
        ? Encoding.UTF8.GetString(ProtectedData.Unprotect(Convert.FromBase64String(written), null, DataProtectionScope.CurrentUser))
        : written;

    [UnsupportedOSPlatform("windows")]
    private static string? ModeWith(string path, UnixFileMode refused) =>
        File.GetUnixFileMode(path) is var mode && (mode & refused) != 0 ? Convert.ToString((int)mode, 8).PadLeft(4, '0') : null;

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder); // Below the user's profile, which nobody else can enter.
            return;
        }
        Directory.CreateDirectory(folder, OwnersFolder);
        File.SetUnixFileMode(folder, OwnersFolder); // One that was there may have been wider.
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
