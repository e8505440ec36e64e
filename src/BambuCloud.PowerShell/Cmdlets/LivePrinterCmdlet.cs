using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that deal with printers live: they take printers from the pipeline and deal with all at once.</summary>
public abstract class LivePrinterCmdlet : SessionCmdlet
{
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>Whether no printer was named, so that all are meant.</summary>
    private protected bool All => _ids.Count == 0;

    /// <summary>Deals with the printers, of which there is at least one.</summary>
    private protected abstract void Work(IReadOnlyList<BambuDevice> devices);

    private protected override void Process() => _ids.UnionWith(DeviceId ?? []);

    private protected sealed override void End()
    {
        if (All && MyInvocation.ExpectingInput)
        {
            return; // A pipeline that brought no printer does not mean all of them.
        }
        Cloud.EnsureBroker();
        IReadOnlyList<BambuDevice> all = AwaitDevices();
        if (all.Count == 0 && All)
        {
            throw new BambuException(BambuErrorKind.DeviceNotFound, "The account has no printer.");
        }
        NameFilter wanted = new([.. _ids]);
        foreach (string stranger in wanted.Missing(all.Select(device => device.DeviceId)))
        {
            WriteError(ErrorRecords.Of(Stranger(stranger, all), stranger));
        }
        BambuDevice[] devices = [.. all.Where(device => wanted.Wants(device.DeviceId))];
        if (devices.Length > 0)
        {
            Work(devices);
        }
    }
}
