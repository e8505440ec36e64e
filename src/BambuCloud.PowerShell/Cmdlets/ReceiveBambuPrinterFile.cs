using System.Management.Automation;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Session;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Receive-BambuPrinterFile</c>: copies files from printers' SD cards and USB sticks to this computer.</summary>
[Cmdlet(VerbsCommunications.Receive, "BambuPrinterFile", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Receive-BambuPrinterFile.md")]
[OutputType(typeof(FileInfo))]
public sealed class ReceiveBambuPrinterFile : PrinterFileCmdlet
{
    /// <summary>The files on the printer.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The folder that they are written into; the current one without it.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>Writes over files that are there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether it is a folder: those are left out where the pipeline brings them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public bool IsFolder { get; set; }

    private protected override void Process() => ForEachPrinter((printer, itself) =>
    {
        foreach (string path in IsFolder ? [] : Path)
        {
            Try(path, () => Receive(printer, itself, PrinterPath.Of(path)));
        }
    });

    // The printer says the name → what could lead out of the folder, or is no name here, is none.
    private void Receive(AccountPrinter printer, PrinterSession itself, string path)
    {
        string name = PrinterPath.NameOf(PrinterPath.OfNewFile(path));
        string target = SessionState.FileIn(Destination, name);
        if (ShouldProcess(target, $"Copy {path} of {printer.Label}"))
        {
            TransferBar.Download(this, name, (progress, cancellation) =>
                itself.Files.ReceiveAsync(path, target, Force, progress, cancellation));
            WriteObject(NewFiles.Item(this, target), enumerateCollection: true);
        }
    }
}
