using System.Management.Automation;
using System.Security;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Cmdlets;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Session;

/// <summary>
/// The way to a printer itself: where it is, whether it is the one that is meant, and its code, which it gets only then. What is not given
/// comes from what is known of it, from the account, from its own announcement, or from whoever sits at the host.
/// </summary>
internal sealed class PrinterDialogue(BambuCmdlet cmdlet)
{
    /// <summary>The port of printers' brokers.</summary>
    public const int DefaultMqttPort = 8883;

    /// <summary>The port of printers' file servers.</summary>
    public const int DefaultFtpsPort = 990;

    private const int AnnouncePort = 2021;
    private const string Caption = "Connecting to a printer";

    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(12);

    private readonly SavedPrinters _known = new(cmdlet.SessionState);

    /// <summary>The printers that were saved.</summary>
    /// <param name="deviceId">The one that is wanted; null for all.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.PrinterNotFound"/>: there is none.</exception>
    public IReadOnlyList<KnownPrinter> Saved(string? deviceId)
    {
        KnownPrinter[] saved = [.. _known.List(cmdlet.PostError).Where(printer => printer.IsSaved
            && (deviceId is null || printer.DeviceId.Equals(deviceId, StringComparison.OrdinalIgnoreCase)))];
        return saved.Length > 0 ? saved : throw new BambuException(BambuErrorKind.PrinterNotFound,
            deviceId is null ? "No printer is saved." : $"No printer '{deviceId}' is saved.")
        { Subject = deviceId };
    }

    /// <summary>Connects.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterNotFound"/>, <see cref="BambuErrorKind.AccessCodeRequired"/>, and what
    /// <see cref="PrinterMeeting.MeetAsync"/> and <see cref="PrinterSession.OpenAsync"/> throw.
    /// </exception>
    public PrinterSession Open(PrinterAddress given)
    {
        KnownPrinter? known = given.DeviceId is { } id ? _known.Find(id) : null;
        BambuFoundPrinter? found = given.Host is null && known?.Host is null ? Find(given.DeviceId) : null;
        string host = given.Host ?? known?.Host ?? found!.Address;
        KnownPrinter? saved = given.Host is null && known?.Host is not null ? known : null;
        int port = given.MqttPort ?? saved?.MqttPort ?? DefaultMqttPort;
        int ftpsPort = given.FtpsPort ?? saved?.FtpsPort ?? DefaultFtpsPort;
        string? roots = given.CACertificatePath ?? known?.CACertificatePath;
        PrinterMeeting met = cmdlet.Await(cancellation =>
            PrinterMeeting.MeetAsync(host, port, roots, TimeProvider.System, cancellation));
        if (given.DeviceId is { } meant && !meant.Equals(met.DeviceId, StringComparison.OrdinalIgnoreCase))
        {
            throw new BambuException(BambuErrorKind.PrinterCertificateRefused,
                $"At {host}:{port} is the printer '{met.DeviceId}', not '{meant}'. Nothing was sent to it.")
            { Subject = meant };
        }
        known ??= _known.Find(met.DeviceId);
        EnsureTrusted(met, known, host, given.AcceptsNewCertificate);
        (CloudSession? account, BambuDevice? device) = InAccount(met.DeviceId);
        string code = SecretText.Of(given.AccessCode
            ?? (_known.CodeOf(known) is { } kept ? SecretText.Secure(kept) : device?.AccessCode) ?? Ask(met.DeviceId));
        LanPrinterOptions options = new()
        {
            DeviceId = met.DeviceId,
            Host = host,
            MqttPort = port,
            FtpsPort = ftpsPort,
            CameraPort = given.CameraPort ?? saved?.CameraPort,
            AccessCode = code,
            Fingerprint = met.Fingerprint,
            CACertificatePath = roots,
        };
        device ??= Device(met.DeviceId, given.Name ?? found?.Name ?? known?.Name, given.Model ?? found?.ModelCode ?? known?.ModelCode
            ?? known?.Model);
        PrinterSession printer = cmdlet.Await(cancellation => PrinterSession.OpenAsync(options, device, cancellation));
        printer.Account = account;
        if (given.IsSaved)
        {
            _known.Keep(options, device, given.Vault);
        }
        return printer;
    }

    private BambuFoundPrinter Find(string? deviceId)
    {
        if (deviceId is null)
        {
            throw new BambuException(BambuErrorKind.PrinterNotFound, "Neither the address nor the serial number of a printer was given.");
        }
        cmdlet.WriteVerbose($"The printer '{deviceId}' is listened for on UDP port {AnnouncePort}.");
        return cmdlet.Stream(cancellation =>
                PrinterDiscovery.FindAsync(AnnouncePort, LongestSearch, TimeProvider.System, cancellation))
            .FirstOrDefault(heard => heard.DeviceId.Equals(deviceId, StringComparison.OrdinalIgnoreCase))
            ?? throw new BambuException(BambuErrorKind.PrinterNotFound,
                $"The printer '{deviceId}' has not announced itself within {LongestSearch.TotalSeconds:0} s, and nobody says its address.")
            {
                Subject = deviceId,
            };
    }

    // The first certificate of a printer is asked about, as SSH does; another one later is not: it could be somebody else's.
    private void EnsureTrusted(PrinterMeeting met, KnownPrinter? known, string host, bool accepts)
    {
        if (met.IsVouchedFor || met.Fingerprint == known?.Fingerprint)
        {
            return;
        }
        bool isFirst = known?.Fingerprint is null;
        if (!accepts && !(isFirst && Agrees(met, host)))
        {
            throw new BambuException(
                isFirst ? BambuErrorKind.PrinterCertificateUnknown : BambuErrorKind.PrinterCertificateChanged,
                isFirst ? $"The certificate of the printer '{met.DeviceId}' at {host} is not known yet: SHA-256 {met.Fingerprint}. "
                    + "Nothing was sent to it."
                : $"The printer '{met.DeviceId}' at {host} shows another certificate than the one that is known: "
                    + $"SHA-256 {met.Fingerprint}, and known is {known!.Fingerprint}. Nothing was sent to it.")
            {
                Subject = met.DeviceId,
            };
        }
        _known.KeepCertificate(met, known);
    }

    private bool Agrees(PrinterMeeting met, string host) => HostQuestion.Ask(cmdlet, () => cmdlet.ShouldContinue(
        $"The printer '{met.DeviceId}' at {host} is met for the first time. It shows a certificate with the fingerprint\n"
            + $"SHA-256 {met.Fingerprint}\nIs that your printer?",
        Caption));

    private (CloudSession? Account, BambuDevice? Device) InAccount(string deviceId)
    {
        if (OpenSessions.Open is not { } session)
        {
            return default;
        }
        try
        {
            BambuDevice? device = cmdlet.Await(session.Cloud.Devices.ListAsync)
                .FirstOrDefault(each => each.DeviceId.Equals(deviceId, StringComparison.OrdinalIgnoreCase));
            return (device is null ? null : session.Cloud, device);
        }
        catch (BambuException fault)
        {
            cmdlet.WriteVerbose($"The account was not asked about the printer: {fault.Message}");
            return default;
        }
    }

    private SecureString Ask(string deviceId) => CodePrompt.Ask(cmdlet, Caption,
        $"Enter the access code that '{deviceId}' shows in its network settings.", nameof(ConnectBambuPrinter.AccessCode))
        ?? throw new BambuException(BambuErrorKind.AccessCodeRequired, $"Nobody says the access code of the printer '{deviceId}'.")
        {
            Subject = deviceId,
        };

    private static BambuDevice Device(string deviceId, string? name, string? model) => new()
    {
        DeviceId = deviceId,
        Name = name ?? deviceId,
        Model = BambuModels.NameOf(model) ?? model,
        ModelCode = BambuModels.CodeOf(model) ?? model,
    };
}
