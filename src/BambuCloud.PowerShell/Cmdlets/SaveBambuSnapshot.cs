using System.Globalization;
using System.Management.Automation;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Session;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Save-BambuSnapshot</c>: a picture of each printer's camera, as a file.</summary>
[Cmdlet(VerbsData.Save, "BambuSnapshot", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Save-BambuSnapshot.md")]
[OutputType(typeof(FileInfo))]
public sealed class SaveBambuSnapshot : PrinterFileCmdlet
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _written = [];

    /// <summary>The folder, or the file where it is one printer; the current folder without it.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Writes over a file that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => ForEachPrinter(Save);

    private void Save(AccountPrinter printer, PrinterSession itself)
    {
        string target = SessionState.FilesOf(Path, literal: true)[0];
        if (Directory.Exists(target))
        {
            target = SessionState.FileIn(Path,
                string.Create(CultureInfo.InvariantCulture, $"{printer.Id}_{DateTime.Now:yyyyMMdd-HHmmss}.jpg"));
        }
        if (!ShouldProcess(target, $"Save a picture of {printer.Label}"))
        {
            return;
        }
        NewFiles.Ensure(target, Force && !_written.Contains(target));
        BambuPrinterStatus? status = PrinterCamera.IsStream(printer.Device)
            && ReportedStates.Of(this, [printer], LongestQuestion, PostError, "whether it streams") is [var reported] ? reported : null;
        NewFiles.Write(target, Await(cancellation => itself.Camera.TakeAsync(printer.Device, status, cancellation)));
        _written.Add(target);
        if (PassThru)
        {
            WriteObject(NewFiles.Item(this, target), enumerateCollection: true);
        }
    }
}
