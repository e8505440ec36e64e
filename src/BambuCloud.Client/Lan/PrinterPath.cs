using System.Text;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Lan;

/// <summary>
/// Paths of a printer's storage: absolute, with <c>/</c>. Whatever a user or a listing says, they stay in it and in one line of FTP.
/// </summary>
public static class PrinterPath
{
    /// <summary>The whole storage.</summary>
    public const string Root = "/";

    private const int LongestPath = 1024;

    /// <summary>A path as it is sent to a printer.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidPrinterPath"/>.</exception>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string? fault = parts.Contains("..") ? "leads out of a folder (..)"
            : path.Any(char.IsControl) ? "holds a control character"
            : Encoding.UTF8.GetByteCount(path) > LongestPath ? $"is longer than {LongestPath} bytes"
            : null;
        return fault is null ? Root + string.Join('/', parts.Where(part => part != ".")) : throw Fault(path, fault);
    }

    /// <summary>The path of a file that is to be written: its name is one that printers take.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidPrinterPath"/>.</exception>
    public static string OfNewFile(string path)
    {
        string whole = Of(path);
        return whole == Root ? throw Fault(path, "names no file")
            : FileNames.Fault(NameOf(whole)) is { } wrong ? throw Fault(path, $"has a name {wrong}")
            : whole;
    }

    /// <summary>A file or folder within a folder.</summary>
    public static string Combine(string folder, string name)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.EndsWith('/') ? folder + name : $"{folder}/{name}";
    }

    /// <summary>The last part of a path.</summary>
    public static string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path[(path.LastIndexOf('/') + 1)..];
    }

    internal static BambuException Fault(string path, string fault) => new(BambuErrorKind.InvalidPrinterPath,
        $"'{Trust.PlainText.Of(path)}' is no path on a printer: it {fault}.")
    {
        Subject = path,
    };
}
