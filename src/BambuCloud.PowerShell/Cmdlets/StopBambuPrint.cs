using System.Management.Automation;

namespace BambuCloud.Cmdlets;

/// <summary><c>Stop-BambuPrint</c>: ends what printers print; it cannot be taken up again.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BambuPrint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = HelpPages.Folder + "Stop-BambuPrint.md")]
[OutputType(typeof(BambuCommandResult))]
public sealed class StopBambuPrint : PrinterCommandCmdlet
{
    private protected override BambuPrinterCommand Command => BambuPrinterCommand.Stop;
}
