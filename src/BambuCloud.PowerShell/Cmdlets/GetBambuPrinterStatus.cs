using System.Management.Automation;
using BambuCloud.Completion;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuPrinterStatus</c>: what printers are doing now, one object each.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrinterStatus", HelpUri = HelpPages.Folder + "Get-BambuPrinterStatus.md")]
[OutputType(typeof(BambuPrinterStatus))]
public sealed class GetBambuPrinterStatus : LivePrinterCmdlet
{
    /// <summary>How long a printer may take to answer, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    private protected override void Work(IReadOnlyList<BambuDevice> devices)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSec);
        foreach (BambuPrinterStatus status in Stream(cancellation => Cloud.Printers.GetStatusAsync(devices, timeout, TellFault, cancellation)))
        {
            WriteObject(status);
        }
    }
}
