using System.Management.Automation;

namespace BambuCloud.Cmdlets;

/// <summary><c>Suspend-BambuPrint</c>: pauses what printers print.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "BambuPrint", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Suspend-BambuPrint.md")]
[OutputType(typeof(BambuCommandResult))]
public sealed class SuspendBambuPrint : PrinterCommandCmdlet
{
    private protected override BambuPrinterCommand Command => BambuPrinterCommand.Pause;
}
