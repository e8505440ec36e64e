using System.Management.Automation;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Trust;

namespace BambuCloud.Session;

/// <summary>The user's saved printers. Where a vault has the access code, the file only says which.</summary>
internal sealed class SavedPrinters(SessionState state)
{
    private readonly KnownPrinters _files = new(SessionFiles.DefaultFolder);

    /// <summary>What is known of all printers.</summary>
    /// <param name="unusable">Told of each that cannot be used.</param>
    public IReadOnlyList<KnownPrinter> List(Action<BambuException> unusable) => _files.List(unusable);

    /// <summary>What is known of a printer; null for nothing.</summary>
    public KnownPrinter? Find(string deviceId) => _files.Find(deviceId);

    /// <summary>The access code that was saved; null for none.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public string? CodeOf(KnownPrinter? known) => known is { Vault: { } vault }
        ? SecretVault.OfPrinter(state, vault, known.DeviceId).Get() : known?.AccessCode;

    /// <summary>Keeps the certificate of a printer, beside whatever was known of it.</summary>
    public void KeepCertificate(PrinterMeeting met, KnownPrinter? known) =>
        _files.Keep((known ?? new KnownPrinter { DeviceId = met.DeviceId }) with { Fingerprint = met.Fingerprint });

    /// <summary>Keeps how to connect to a printer again. A vault that kept its code before and is not named again lets it go.</summary>
    /// <exception cref="BambuException">It cannot be kept.</exception>
    public void Keep(LanPrinterOptions options, BambuDevice device, string? vault)
    {
        SecretVault? before = VaultOf(options.DeviceId, except: vault);
        if (vault is not null)
        {
            SecretVault.OfPrinter(state, vault, options.DeviceId).Keep(options.AccessCode);
        }
        _files.Keep(new KnownPrinter
        {
            DeviceId = options.DeviceId,
            Fingerprint = options.Fingerprint,
            Name = device.Name,
            Model = device.Model,
            ModelCode = device.ModelCode,
            Host = options.Host,
            MqttPort = options.MqttPort,
            FtpsPort = options.FtpsPort,
            CameraPort = options.CameraPort,
            CACertificatePath = options.CACertificatePath,
            Vault = vault,
            AccessCode = vault is null ? options.AccessCode : null,
        });
        before?.Remove(); // Last: one that is gone must not keep the printer from being saved.
    }

    /// <summary>Forgets a printer, its certificate and its code too, in its vault as well.</summary>
    /// <exception cref="BambuException">Something of it stays.</exception>
    public void Forget(string deviceId)
    {
        SecretVault? vault = VaultOf(deviceId, except: null);
        _files.Forget(deviceId);
        vault?.Remove(); // Last: one that is gone must not keep the file.
    }

    private SecretVault? VaultOf(string deviceId, string? except)
    {
        try
        {
            return _files.Find(deviceId) is { Vault: { } vault } && vault != except
                ? SecretVault.OfPrinter(state, vault, deviceId) : null;
        }
        catch (BambuException damaged) when (damaged.Kind is BambuErrorKind.SavedPrinterUnusable or BambuErrorKind.SavedPrinterExposed)
        {
            return null; // Nobody can say which vault it names; it can be saved anew and forgotten all the same.
        }
    }
}
