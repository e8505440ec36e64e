using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that ask the cloud: a session.</summary>
public abstract class SessionCmdlet : BambuCmdlet
{
    private IReadOnlyList<BambuDevice>? _named;
    private int _known;

    /// <summary>The session to use in place of the default one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public BambuSession? Session { get; set; }

    /// <summary>Finds the session, and warns once where its token ends soon.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.NotConnected"/> or <see cref="BambuErrorKind.SessionClosed"/>.
    /// </exception>
    internal OpenSession GetSession()
    {
        OpenSession session = OpenSessions.Find(Session);
        if (session.Cloud.TakeExpiryWarning() is { } warning)
        {
            PostWarning(warning);
        }
        return session;
    }

    /// <summary>
    /// Refuses a command whose parameter says that there is no id: at the prompt each that is given has to say something.
    /// </summary>
    private protected void EnsureIds(params ReadOnlySpan<GivenIds> given)
    {
        foreach (GivenIds ids in given)
        {
            if (ids.SaysNone)
            {
                ThrowTerminatingError(ErrorRecords.NoId());
            }
        }
    }

    /// <summary>Whether what the pipeline brings has none of the ids that may stand for each other. That is an error.</summary>
    private protected bool RefuseNoId(params ReadOnlySpan<GivenIds> alternatives)
    {
        bool none = GivenIds.AreNone(alternatives);
        if (none)
        {
            WriteError(ErrorRecords.NoId());
        }
        return none;
    }

    /// <summary>The account's printers, as the cloud lists them now. Completion knows them from then on.</summary>
    internal IReadOnlyList<BambuDevice> AwaitDevices()
    {
        OpenSession session = GetSession();
        IReadOnlyList<BambuDevice> devices = Await(session.Cloud.Devices.ListAsync);
        session.KnownNames.SetDevices(devices);
        return devices;
    }

    /// <summary>The account's printers by their ids in upper or lower case, as the cloud lists them now.</summary>
    internal Dictionary<string, BambuDevice> AwaitDevicesById() =>
        AwaitDevices().ToDictionary(device => device.DeviceId, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A printer as a prompt calls it: by its name too where the session has read it before. The cloud is asked for nothing.
    /// </summary>
    internal string TargetOf(string deviceId)
    {
        _named ??= OpenSessions.KnownNamesOf(Session)?.Devices; // The session forgets its printers when one is renamed → they are kept.
        return _named?.FirstOrDefault(device => string.Equals(device.DeviceId, deviceId, StringComparison.OrdinalIgnoreCase))
            is { Name.Length: > 0 } named ? $"{DisplayText.Clean(named.Name)} ({named.DeviceId})" : deviceId;
    }

    /// <summary>
    /// Writes what came at a time, as <see cref="WriteKnown(KnownNames, object)"/> writes each: at once where no more is kept.
    /// </summary>
    private protected void WriteKnown(KnownNames known, IEnumerable<object> items)
    {
        if (_known >= KnownNames.MaxItems)
        {
            WriteObject(items, enumerateCollection: true);
            return;
        }
        foreach (object item in items)
        {
            WriteKnown(known, item);
        }
    }

    /// <summary>Writes an object that completion knows from then on. Of a long list it knows the first ones.</summary>
    private protected void WriteKnown(KnownNames known, object item)
    {
        if (_known < KnownNames.MaxItems)
        {
            known.Add(item, _known++);
        }
        WriteObject(item);
    }
}
