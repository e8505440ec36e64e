using System.Management.Automation;

namespace BambuCloud.Cmdlets;

/// <summary><c>Resume-BambuPrint</c>: lets paused prints go on.</summary>
[Cmdlet(VerbsLifecycle.Resume, "BambuPrint", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Resume-BambuPrint.md")]
[OutputType(typeof(BambuCommandResult))]
public sealed class ResumeBambuPrint : PrinterCommandCmdlet
{
    private protected override BambuPrinterCommand Command => BambuPrinterCommand.Resume;
}
