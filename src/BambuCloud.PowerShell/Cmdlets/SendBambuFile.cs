using System.Management.Automation;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Session;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Send-BambuFile</c>: uploads files to the account's storage, or to printers themselves.</summary>
[Cmdlet(VerbsCommunications.Send, "BambuFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Send-BambuFile.md")]
[OutputType(typeof(BambuFile), typeof(BambuPrinterFile))]
public sealed class SendBambuFile : SessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string AllActivity = "Uploading files";
    private const int AllBar = 0;

    private IReadOnlyList<AccountPrinter> _printers = [];

    /// <summary>The files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(PrintFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, named exactly.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The printers whose SD cards or USB sticks the files go to, by id, name or pattern; the account's storage without them.
    /// </summary>
    [Parameter]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>
    /// On which way: <c>Lan</c> to printers themselves, <c>Cloud</c> to the account's storage, <c>Auto</c> as there are printers or not.
    /// </summary>
    [Parameter]
    [ValidateSet(nameof(BambuPrintVia.Auto), nameof(BambuPrintVia.Cloud), nameof(BambuPrintVia.Lan))]
    public BambuPrintVia Via { get; set; }

    /// <summary>The folder on the printers.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = PrinterPath.Root;

    /// <summary>How often an upload that broke off is tried again.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, 100)]
    public int RetryCount { get; set; } = 3;

    private protected override bool TakesSeveralSessions => false;

    private protected override void Begin()
    {
        Given<PrinterName> printers = new(Printer);
        EnsureAny(printers);
        if (Via == BambuPrintVia.Lan != printers.Any && Via != BambuPrintVia.Auto)
        {
            throw new BambuException(BambuErrorKind.PrinterNotConnected, printers.Any
                ? "The cloud's storage is the account's: a file in it is of no printer."
                : "A file that goes to a printer itself takes the printer.");
        }
        _printers = new PrinterInput(this) { Own = true }.Find(printers);
    }

    private protected override void Process()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        List<string> files = [];
        foreach (string path in literal ? LiteralPath : Path)
        {
            Try(path, () => files.AddRange(SessionState.FilesOf(path, literal)));
        }
        for (int index = 0; index < files.Count; index++)
        {
            ShowAll(files, index);
            Try(files[index], () => Send(files[index], files.Count > 1 ? AllBar : -1));
        }
        if (files.Count > 1)
        {
            WriteProgress(new ProgressRecord(AllBar, AllActivity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void ShowAll(List<string> files, int index)
    {
        if (files.Count > 1)
        {
            WriteProgress(new ProgressRecord(AllBar, AllActivity, $"file {index + 1} of {files.Count}")
            {
                PercentComplete = index * 100 / files.Count,
            });
        }
    }

    private void Send(string path, int parentBar)
    {
        PrintFile file = PrintFile.Open(path);
        (BambuPrintFile contents, IReadOnlyList<BambuPrintIssue> issues) = Await(cancellation =>
            Task.FromResult(file.CheckAll(cancellation)));
        foreach (BambuPrintIssue issue in issues)
        {
            WriteWarning(issue.Message);
        }
        if (Printer is not null)
        {
            foreach (AccountPrinter printer in _printers)
            {
                Try(printer.Id, () => SendTo(printer, file, parentBar));
            }
        }
        else if (ShouldProcess(DisplayText.Clean(file.Path), "Upload to the Bambu Lab cloud"))
        {
            OpenSession session = GetSession();
            Write(session, TransferBar.Upload(this, file, (progress, cancellation) =>
                session.Cloud.Uploads.SendAsync(file, RetryCount, progress, cancellation), parentBar) with
            { PrintFile = contents });
        }
    }

    private void SendTo(AccountPrinter printer, PrintFile file, int parentBar)
    {
        PrinterSession itself = printer.Itself();
        if (ShouldProcess(DisplayText.Clean(file.Path), $"Upload to {printer.Label}"))
        {
            Write(printer.Way, TransferBar.Upload(this, file, (progress, cancellation) =>
                itself.Files.SendAsync(file, PrinterPath.Combine(Destination, file.Name), RetryCount, progress, cancellation), parentBar));
        }
    }
}
