using System.Management.Automation;
using BambuCloud.Client.Files;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Test-BambuPrint</c>: whether files fit printers, without sending anything.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BambuPrint", DefaultParameterSetName = PathSet, HelpUri = HelpPages.Folder + "Test-BambuPrint.md")]
[OutputType(typeof(BambuPrintFit))]
public sealed class TestBambuPrint : SessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly PrinterInput _printers;
    private readonly Dictionary<string, PrintSource> _files = [];

    /// <summary>Makes the cmdlet.</summary>
    public TestBambuPrint() => _printers = new PrinterInput(this);

    /// <summary>The printers, by id, name or pattern; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>The sliced files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(PrintFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The sliced files, named exactly.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The plate that would be printed, of a file with several.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PlateCompleter))]
    [ValidateRange(1, 1000)]
    public int? Plate { get; set; }

    // A file that cannot be printed is told once, however many printers the pipeline brings.
    private protected override void Begin()
    {
        EnsureAny(new Given<PrinterName>(Printer));
        AddFiles();
    }

    private protected override void Process()
    {
        if (!IsNameOfFile())
        {
            AddPrinters(_printers, Printer);
        }
        if (ParameterSetName == LiteralPathSet && !IsTyped(nameof(LiteralPath)))
        {
            _printers.FilesPiped = true;
            AddFiles();
        }
    }

    private protected override void End()
    {
        IReadOnlyList<AccountPrinter> printers = _files.Count == 0 ? [] : _printers.FoundOrAll();
        foreach (PlannedPrint print in new PrintCheck(this, new PrintWishes())
            .Fits([.. _files.Values.SelectMany(file => printers.Select(printer => (printer, file)))]))
        {
            Write(print.Printer.Session, print.Fit);
        }
    }

    private void AddFiles()
    {
        bool literal = LiteralPath.Length > 0;
        this.ForEachFile(literal ? LiteralPath : Path, literal, file =>
        {
            if (!_files.ContainsKey(file))
            {
                _files.Add(file, PrintSource.Local(this, file, Plate));
            }
        });
    }

    // Get-ChildItem's files have a name → it is not a printer's, though the parameter takes it.
    private bool IsNameOfFile() => !IsTyped(nameof(Printer)) && Printer is [{ } name] && LiteralPath is [{ } path]
        && System.IO.Path.GetFileName(path) == name.Text;
}
