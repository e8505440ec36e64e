using BambuCloud.Client.Live;
using BambuCloud.Client.Session;

namespace BambuCloud.Session;

/// <summary>
/// A session that is open: an account of the cloud, or one printer that is connected itself; and what completion knows of it.
/// </summary>
internal sealed class OpenSession
{
    private readonly CloudSession? _cloud;

    /// <summary>A session with the cloud.</summary>
    public OpenSession(CloudSession cloud)
    {
        _cloud = cloud;
        KnownNames = new KnownNames(cloud.Devices.ListAsync, TimeProvider.System);
    }

    /// <summary>A printer that is connected itself.</summary>
    public OpenSession(PrinterSession printer)
    {
        Itself = printer;
        KnownNames = new KnownNames(ListAsync, TimeProvider.System);
    }

    /// <summary>The way to the cloud.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotConnected"/>: it is a printer that is connected itself.</exception>
    public CloudSession Cloud => _cloud ?? throw new BambuException(BambuErrorKind.NotConnected,
        $"The printer '{Itself!.Device.DeviceId}' is connected itself, and this takes a session with the Bambu Lab cloud.");

    /// <summary>The printer that is connected itself; null for an account.</summary>
    public PrinterSession? Itself { get; }

    /// <summary>What may be shown of it.</summary>
    public BambuSession Info => Itself?.Info ?? Cloud.Info;

    /// <summary>The printers' live events, and telling them something.</summary>
    public Printers Printers => Itself?.Printers ?? Cloud.Printers;

    /// <summary>What cmdlets have read of the account.</summary>
    public KnownNames KnownNames { get; }

    /// <summary>Whether a script may hold it: then it is not closed behind the script's back.</summary>
    public bool HandedOut { get; set; }

    /// <summary>The printers, as the cloud lists them now, or the one.</summary>
    public Task<IReadOnlyList<BambuDevice>> ListAsync(CancellationToken cancellationToken) => Itself is { } printer
        ? Task.FromResult<IReadOnlyList<BambuDevice>>([printer.Device])
        : Cloud.Devices.ListAsync(cancellationToken);

    /// <summary>Ends what needs a broker where there is none, before any host is asked.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.BrokerNotNamed"/>.</exception>
    public void EnsureBroker() => _cloud?.EnsureBroker();

    /// <summary>From seven days before the token's end: that it ends, once.</summary>
    public BambuException? TakeExpiryWarning() => _cloud?.TakeExpiryWarning();

    /// <summary>Lets an object, and the printer's state within it, know that they came from this session.</summary>
    public void Own(BambuObject item)
    {
        item.Session = Info;
        BambuPrinterStatus? status = item switch
        {
            BambuPrinterEvent happened => happened.Status,
            BambuPrintResult result => result.Status,
            BambuCommandResult result => result.Status,
            _ => null,
        };
        if (status is not null)
        {
            status.Session = Info;
        }
    }
}
