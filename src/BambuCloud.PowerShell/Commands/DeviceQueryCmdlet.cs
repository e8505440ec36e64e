using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>What the cmdlets have in common that ask the cloud about each printer, or once about all.</summary>
public abstract class DeviceQueryCmdlet : SessionCmdlet
{
    private readonly DeviceIdPatterns _patterns;

    /// <summary>Makes the cmdlet.</summary>
    protected DeviceQueryCmdlet() => _patterns = new DeviceIdPatterns(AwaitDevices);

    /// <summary>The printers; without them the cloud is asked once, about none in particular, and answers as it likes: for all, or for one that it does not name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>Asks about one printer, or about all.</summary>
    private protected abstract void Query(string? deviceId);

    private protected sealed override void Process()
    {
        foreach (string? id in DeviceId is null ? (IEnumerable<string?>)[null] : _patterns.Expand(DeviceId))
        {
            Try(id, () => Query(id));
        }
    }
}
