using System.Globalization;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Live;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Session;

/// <summary>
/// A connection to a printer itself, without any cloud (lan.md). Where an account has the printer too, it is heard by way of the cloud
/// while it cannot be reached itself: it stays one printer, with one state. It is safe to use from several threads at once.
/// </summary>
public sealed class PrinterSession : IAsyncDisposable
{
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(10);

    private readonly PrinterIdentity _identity;
    private readonly SharedLink _link;
    private volatile CloudSession? _account;

    private PrinterSession(LanPrinterOptions options, BambuDevice device)
    {
        Options = options;
        Device = device;
        _identity = new PrinterIdentity(options.DeviceId, options.Fingerprint, options.CACertificatePath);
        Redaction redaction = new(options.AccessCode);
        BrokerOptions broker = BrokerOf(options, _identity, redaction);
        Info = new BambuSession
        {
            Account = options.DeviceId,
            ApiEndpoint = broker.Address,
            MqttEndpoint = broker.Address,
            ConnectedAt = options.TimeProvider.GetUtcNow().LocalDateTime,
        };
        _link = new SharedLink(options.DeviceId, broker, () => _account?.Broker, redaction, options.TimeProvider);
        Printers = new Printers(
            _link, _ => Task.FromResult<IReadOnlyList<BambuDevice>>([Device]), tasks: null, options.TimeProvider);
        Files = new PrinterFiles(options, _identity);
        Camera = new PrinterCamera(options, _identity);
    }

    /// <summary>What may be shown of the connection; it names the printer and its address, and no account.</summary>
    public BambuSession Info { get; }

    /// <summary>Where the printer is, and what it takes to talk to it.</summary>
    public LanPrinterOptions Options { get; }

    /// <summary>The printer.</summary>
    public BambuDevice Device { get; private set; }

    /// <summary>The printer's live events, and telling it something.</summary>
    public Printers Printers { get; }

    /// <summary>The files on the printer's SD card or USB stick.</summary>
    public PrinterFiles Files { get; }

    /// <summary>The printer's camera.</summary>
    public PrinterCamera Camera { get; }

    /// <summary>Whether it is heard by way of the account's broker just now, because it cannot be reached itself.</summary>
    public bool IsHelpedOut => _link.IsHelpedOut;

    /// <summary>The session of an account that has the printer too; its broker helps out.</summary>
    public CloudSession? Account
    {
        get => _account;
        set => _account = value;
    }

    /// <summary>Connects, and waits until the printer has said what it does.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="device">What is known of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterUnreachable"/>, <see cref="BambuErrorKind.AccessCodeRefused"/>,
    /// <see cref="BambuErrorKind.PrinterCertificateUnknown"/>, <see cref="BambuErrorKind.PrinterCertificateChanged"/>,
    /// <see cref="BambuErrorKind.PrinterCertificateRefused"/>, or the certificate file is unusable.
    /// </exception>
    public static async Task<PrinterSession> OpenAsync(LanPrinterOptions options, BambuDevice device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        PrinterSession session = new(options, device with { Online = true, Connection = device.Connection | BambuConnection.Lan });
        try
        {
            await foreach (BambuPrinterStatus status in session.Printers
                .GetStatusAsync([session.Device], GreetingLimit, null, cancellationToken).ConfigureAwait(false))
            {
                session.Device = status.State == BambuPrintState.Offline ? throw session.Mute()
                    : session.Device with { NozzleDiameter = session.Device.NozzleDiameter ?? status.NozzleDiameter };
            }
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        _identity.Dispose();
    }

    private BambuException Mute() => new(BambuErrorKind.PrinterUnreachable, string.Create(CultureInfo.InvariantCulture,
        $"The printer '{Options.DeviceId}' at {Options.Host} takes the connection and has said nothing within ")
        + string.Create(CultureInfo.InvariantCulture, $"{GreetingLimit.TotalSeconds:0} s."))
    {
        Subject = Options.DeviceId,
    };

    private static BrokerOptions BrokerOf(LanPrinterOptions options, PrinterIdentity identity, Redaction redaction)
    {
        BambuException? distrusted = null;
        return new BrokerOptions
        {
            Address = new UriBuilder("mqtts", options.Host, options.MqttPort).Uri,
            UserName = options.UserName,
            Password = options.AccessCode,
            ServerName = options.DeviceId,
            IsTrusted = (certificate, presented, _) => (distrusted = identity.RefusalOf(certificate, presented)) is null,
            Distrusted = () => Interlocked.Exchange(ref distrusted, null),
            EnsureValid = () => distrusted = null, // It was wrong with an earlier attempt.
            Refused = said => new BambuException(BambuErrorKind.AccessCodeRefused,
                $"The printer '{options.DeviceId}' refuses the access code ({said}).")
            {
                Subject = options.DeviceId,
            },
            Unreachable = (why, cause) => new BambuException(BambuErrorKind.PrinterUnreachable, string.Create(CultureInfo.InvariantCulture,
                $"No connection to the printer '{options.DeviceId}' at {options.Host}:{options.MqttPort}: {why}"), cause)
            {
                Subject = options.DeviceId,
            },
            Redacted = redaction.Of,
        };
    }
}
