using System.Management.Automation;
using BambuCloud.Client.Lan;
using BambuCloud.Completion;

namespace BambuCloud.Cmdlets;

/// <summary><c>Remove-BambuPrinterFile</c>: removes files from printers' SD cards and USB sticks.</summary>
[Cmdlet(VerbsCommon.Remove, "BambuPrinterFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Remove-BambuPrinterFile.md")]
public sealed class RemoveBambuPrinterFile : PrinterFileCmdlet
{
    /// <summary>The files on the printer.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Whether it is a folder: those are left out where the pipeline brings them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public bool IsFolder { get; set; }

    private protected override void Process() => ForEachPrinter((printer, itself) =>
    {
        foreach (string path in IsFolder ? [] : Path)
        {
            Try(path, () =>
            {
                string file = PrinterPath.Of(path);
                if (ShouldProcess($"{file} on {printer.Label}", "Remove the file"))
                {
                    Await(cancellation => itself.Files.RemoveAsync(file, cancellation));
                }
            });
        }
    });
}
