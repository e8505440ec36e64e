using System.Management.Automation;
using BambuCloud.Client.Lan;
using BambuCloud.Completion;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuPrinterFile</c>: what lies on printers' SD cards and USB sticks.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrinterFile", HelpUri = HelpPages.Folder + "Get-BambuPrinterFile.md")]
[OutputType(typeof(BambuPrinterFile))]
public sealed class GetBambuPrinterFile : PrinterFileCmdlet
{
    /// <summary>The folder on the printer.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = PrinterPath.Root;

    private protected override void Process() => ForEachPrinter((printer, itself) =>
        Write(printer.Way, Await(cancellation => itself.Files.ListAsync(Path, cancellation))));
}
