using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Trust;

/// <summary>
/// The printers that were met, one file for each, beside the saved sessions and kept as those are (<see cref="OwnersFiles"/>).
/// </summary>
public sealed class KnownPrinters
{
    private const string Extension = ".printer.json";

    private readonly string _folder;

    /// <summary>The printers of a folder, which need not exist: <see cref="SessionFiles.DefaultFolder"/>.</summary>
    public KnownPrinters(string folder) => _folder = folder;

    /// <summary>Keeps a printer in place of what was known of it.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.SavedPrinterUnusable"/>.</exception>
    public void Keep(KnownPrinter printer)
    {
        ArgumentNullException.ThrowIfNull(printer);
        string path = PathOf(printer.DeviceId);
        try
        {
            OwnersFiles.Write(path, file => JsonSerializer.Serialize(
                file, printer with { Code = OwnersFiles.Protected(printer.AccessCode) }, KnownPrinterJson.Default.KnownPrinter));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(path, $"The printer '{printer.DeviceId}' cannot be saved as '{path}': {failed.Message}", failed);
        }
    }

    /// <summary>What is known of a printer; null for nothing.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.SavedPrinterExposed"/> or <see cref="BambuErrorKind.SavedPrinterUnusable"/>.
    /// </exception>
    public KnownPrinter? Find(string deviceId)
    {
        string path = PathOf(deviceId);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>All printers that are known, by their serial numbers.</summary>
    /// <param name="unusable">Told of each that cannot be used; the others are given.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.SavedPrinterUnusable"/>: the folder cannot be read.</exception>
    public IReadOnlyList<KnownPrinter> List(Action<BambuException> unusable)
    {
        ArgumentNullException.ThrowIfNull(unusable);
        List<KnownPrinter> printers = [];
        foreach (string path in Paths())
        {
            try
            {
                printers.Add(Read(path));
            }
            catch (BambuException fault)
            {
                unusable(fault);
            }
        }
        return printers;
    }

    /// <summary>Forgets a printer, its certificate too; it need not be known.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.SavedPrinterUnusable"/>.</exception>
    public void Forget(string deviceId)
    {
        string path = PathOf(deviceId);
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever kept.
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"The saved printer '{path}' cannot be removed: {failed.Message}", failed);
        }
    }

    private string[] Paths()
    {
        try
        {
            return Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, "*" + Extension).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw Unusable(_folder, $"The folder of the saved printers '{_folder}' cannot be read: {closed.Message}", closed);
        }
    }

    private KnownPrinter Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                string? exposed = OwnersFiles.ExposedMode(path) is { } mode
                    ? $"The saved printer '{path}' is open to others (mode {mode}) and is not used."
                    : OwnersFiles.ExposedFolderMode(_folder) is { } folderMode
                    ? $"Others can write to the folder '{_folder}' (mode {folderMode}) and could have put their own printer there: "
                        + "it is not used."
                    : null;
                if (exposed is not null)
                {
                    throw new BambuException(BambuErrorKind.SavedPrinterExposed, exposed) { Subject = path };
                }
            }
            using FileStream file = File.OpenRead(path);
            KnownPrinter printer = JsonSerializer.Deserialize(file, KnownPrinterJson.Default.KnownPrinter) ?? throw new JsonException();
            return path == PathOf(printer.DeviceId)
                ? printer with { AccessCode = OwnersFiles.Revealed(printer.Code), Code = null } : throw new JsonException();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(path, $"The saved printer '{path}' cannot be used: {unreadable.Message}", unreadable);
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException)
        {
            // What the reader says quotes the file, and that holds the code.
            throw Unusable(path, $"The saved printer '{path}' cannot be used: It is damaged.");
        }
    }

    // A serial number came from a network or a file: it names a file of this folder and no other.
    private string PathOf(string deviceId) => PrinterIdentity.IsSerial(deviceId) ? Path.Combine(_folder, deviceId + Extension)
        : throw Unusable(PlainText.Of(deviceId), $"'{PlainText.Of(deviceId)}' is no serial number of a printer.");

    private static BambuException Unusable(string subject, string message, Exception? cause = null) =>
        new(BambuErrorKind.SavedPrinterUnusable, message, cause) { Subject = subject };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KnownPrinter))]
internal sealed partial class KnownPrinterJson : JsonSerializerContext;
