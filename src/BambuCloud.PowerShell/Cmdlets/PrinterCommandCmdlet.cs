using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that tell printers something about their prints.</summary>
public abstract class PrinterCommandCmdlet : SessionCmdlet
{
    private readonly List<string> _ids = [];

    /// <summary>The printers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] DeviceId { get; set; } = [];

    /// <summary>How long a printer may take to show it, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 15;

    private protected abstract BambuPrinterCommand Command { get; }

    private protected override void Process() =>
        _ids.AddRange(DeviceId.Where(id => !_ids.Contains(id, StringComparer.OrdinalIgnoreCase) && ShouldProcess(TargetOf(id), $"{Command} the print")));

    // All at once: with a large fleet the printers' answers are waited for side by side.
    private protected override void End()
    {
        if (_ids.Count == 0)
        {
            return;
        }
        Cloud.EnsureBroker();
        Dictionary<string, BambuDevice> all = AwaitDevicesById();
        foreach (string stranger in _ids.Where(id => !all.ContainsKey(id)))
        {
            WriteError(ErrorRecords.Of(Stranger(stranger), stranger));
        }
        BambuDevice[] devices = [.. _ids.Where(all.ContainsKey).Select(id => all[id])];
        foreach (BambuCommandResult result in Stream(cancellation => Cloud.Printers.SendAsync(devices, Command, TimeSpan.FromSeconds(TimeoutSec), cancellation)))
        {
            WriteObject(RecommendedAction.Added(result));
        }
    }
}
