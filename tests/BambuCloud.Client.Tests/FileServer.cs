using BambuCloud.Client.Lan;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>A printer of which nothing but its files is needed.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly PrinterIdentity _identity;

    public FileServer(LanPrinterOptions printer)
    {
        _identity = new PrinterIdentity(printer.DeviceId, printer.Fingerprint, printer.CACertificatePath);
        Files = new PrinterFiles(printer, _identity);
    }

    public PrinterFiles Files { get; }

    public void Dispose() => _identity.Dispose();
}
