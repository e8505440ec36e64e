using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>What the cmdlets have in common that ask the cloud about each printer, or once about all.</summary>
public abstract class DeviceQueryCmdlet : BambuCmdlet
{
    private IReadOnlyList<BambuDevice>? _devices;

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DeviceId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>Asks about one printer, or about all.</summary>
    private protected abstract void Query(string? deviceId);

    private protected sealed override void Process()
    {
        foreach (string? id in DeviceId?.SelectMany(IdsOf) ?? (IEnumerable<string?>)[null])
        {
            Try(id, () => Query(id));
        }
    }

    private IEnumerable<string> IdsOf(string id)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(id))
        {
            return [id];
        }
        _devices ??= Await(Session.Devices.ListAsync);
        NameFilter filter = new([id]);
        return _devices.Select(device => device.DeviceId).Where(filter.Wants);
    }
}
