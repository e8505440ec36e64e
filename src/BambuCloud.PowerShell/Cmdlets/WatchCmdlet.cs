using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Completion;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that follow printers until they are stopped.</summary>
public abstract class WatchCmdlet : LivePrinterCmdlet
{
    /// <summary>Ends it after so many seconds, from when the connection stands.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    /// <summary>Follows the printers.</summary>
    private protected abstract void Watch(IReadOnlyList<BambuDevice> devices, PrinterWatchOptions options);

    private protected sealed override void Work(IReadOnlyList<BambuDevice> devices) => Watch(devices, new PrinterWatchOptions
    {
        Devices = All ? null : devices,
        Duration = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Refused = TellFault,
        Warned = TellWarning,
    });
}
