using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Completion;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that ask the cloud: a session.</summary>
public abstract class SessionCmdlet : BambuCmdlet
{
    private KnownNames? _knownNames;
    private IReadOnlyList<BambuDevice>? _named;
    private int _known;

    /// <summary>The session to use in place of the default one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public BambuSession? Session { get; set; }

    /// <summary>The cloud as the session sees it.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotConnected"/> or <see cref="BambuErrorKind.SessionClosed"/>.</exception>
    private protected CloudSession Cloud
    {
        get
        {
            CloudSession session = OpenSessions.Find(Session);
            _knownNames = OpenSessions.KnownNamesOf(session.Info);
            if (session.TakeExpiryWarning() is { } warning)
            {
                TellWarning(warning);
            }
            return session;
        }
    }

    /// <summary>The ids that may stand for each other: null where none was given, empty where what was given says that there is none.</summary>
    private protected virtual IReadOnlyList<string[]?> Ids => [];

    // At the prompt each that is given has to say something; of an object in the pipeline it is enough that one does.
    private protected override void Begin()
    {
        if (Ids.Any(id => id is []))
        {
            ThrowTerminatingError(ErrorRecords.NoId());
        }
    }

    /// <summary>Whether what the pipeline brings says that it has none of the ids. That is an error; it does not mean all.</summary>
    private protected bool RefuseNoId()
    {
        bool refused = Ids.Any(id => id is []) && Ids.All(id => id is null or []);
        if (refused)
        {
            WriteError(ErrorRecords.NoId());
        }
        return refused;
    }

    /// <summary>The account's printers, as the cloud lists them now. Completion knows them from then on.</summary>
    private protected IReadOnlyList<BambuDevice> AwaitDevices()
    {
        IReadOnlyList<BambuDevice> devices = Await(Cloud.Devices.ListAsync);
        _knownNames?.SetDevices(devices);
        return devices;
    }

    /// <summary>The account's printers by their ids in upper or lower case, as the cloud lists them now.</summary>
    private protected Dictionary<string, BambuDevice> AwaitDevicesById() => AwaitDevices().ToDictionary(device => device.DeviceId, StringComparer.OrdinalIgnoreCase);

    /// <summary>How prints end, each as it does, with a bar for each meanwhile.</summary>
    private protected IEnumerable<BambuPrintResult> AwaitPrints(IReadOnlyCollection<PrintToAwait> prints, TimeSpan? limit)
    {
        using PrintProgress bars = new(this);
        foreach (BambuPrintResult result in Stream(cancellation =>
            Cloud.Printers.WaitAsync(prints, limit, item => Post(() => bars.Show(item)), TellWarning, cancellation)))
        {
            yield return result;
        }
    }

    /// <summary>A printer as a prompt calls it: by its name too where the session has read it before. The cloud is asked for nothing.</summary>
    private protected string TargetOf(string deviceId)
    {
        _named ??= OpenSessions.KnownNamesOf(Session)?.Devices; // It is kept, because the session forgets it with the first printer that is renamed.
        return _named?.FirstOrDefault(device => string.Equals(device.DeviceId, deviceId, StringComparison.OrdinalIgnoreCase)) is { Name.Length: > 0 } named
            ? $"{DisplayText.Clean(named.Name)} ({named.DeviceId})" : deviceId;
    }

    /// <summary>Lets completion ask for the printers again, because one was bound, unbound or renamed.</summary>
    private protected void ForgetDevices() => _knownNames?.ForgetDevices();

    /// <summary>Writes a task or job as one that is known, with its printer's name where the session knows that.</summary>
    private protected void WriteNamed(object item) => WriteKnown(_knownNames?.Named(item) ?? item);

    /// <summary>Writes an object that completion knows from then on. Of a long list it knows the first ones, and the others cost nothing.</summary>
    private protected void WriteKnown(object item)
    {
        if (_known < KnownNames.Most)
        {
            _knownNames?.Add(item, _known++);
        }
        WriteObject(item);
    }

    /// <summary>The error for a printer that the account does not have.</summary>
    /// <param name="deviceId">What was given as its id.</param>
    /// <param name="devices">The account's printers, to tell where it is the name of one.</param>
    internal static BambuException Stranger(string deviceId, IEnumerable<BambuDevice>? devices = null)
    {
        string[] named = [.. (devices ?? []).Where(device => device.Name.Equals(deviceId, StringComparison.OrdinalIgnoreCase)).Select(device => device.DeviceId)];
        return new BambuException(BambuErrorKind.DeviceNotFound, named.Length == 0
            ? $"The printer '{deviceId}' is not in this account."
            : $"'{deviceId}' is the name of {string.Join(" and ", named)}, and an id is wanted here.")
        {
            Subject = deviceId,
        };
    }
}
