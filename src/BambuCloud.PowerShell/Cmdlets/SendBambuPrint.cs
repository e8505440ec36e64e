using System.Collections;
using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Send-BambuPrint</c>: uploads a file if need be and starts it on printers.</summary>
[Cmdlet(VerbsCommunications.Send, "BambuPrint", DefaultParameterSetName = PathSet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Send-BambuPrint.md")]
[OutputType(typeof(BambuPrintJob), typeof(BambuPrintResult), typeof(BambuPrintHandover))]
public sealed class SendBambuPrint : SessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string FileSet = "File";
    private const string PrinterPathSet = "PrinterPath";

    private readonly PrinterInput _printers;
    private readonly List<(AccountPrinter Printer, PrintSource Source)> _wanted = [];
    private (string Path, int? Plate) _opened;
    private PrintSource? _source;
    private SettingTable _settings = null!;

    /// <summary>Makes the cmdlet.</summary>
    public SendBambuPrint() => _printers = new PrinterInput(this) { Own = true };

    /// <summary>The printers, by id, name or pattern.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>The sliced file.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(PrintFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>The sliced file, named exactly.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The address of an uploaded file.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri FileUrl { get; set; } = null!;

    /// <summary>
    /// The name of an uploaded file. An object with a path, or one that names a printer, may have a name too, or an empty one.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet, DontShow = true)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? FileName { get; set; }

    /// <summary>The id of an uploaded file, where it has one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? FileId { get; set; }

    /// <summary>What is inside an uploaded file, where this computer sent it; one that comes back from an export is not known.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet, DontShow = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [AllowNull]
    public object? PrintFile { get; set; }

    /// <summary>A file that lies on the printers: its path there.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PrinterPathSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PrinterPath { get; set; }

    /// <summary>On which way the print is started.</summary>
    [Parameter]
    public BambuPrintVia Via { get; set; }

    /// <summary>Takes the filament from the AMS; with <c>-UseAms:$false</c> all of it from the external spool.</summary>
    [Parameter]
    public SwitchParameter UseAms { get; set; }

    /// <summary><c>Auto</c>, or slots by the numbers of the file's filaments: <c>@{ 1 = 'A2'; 2 = 'External' }</c>.</summary>
    [Parameter]
    [AmsMapping]
    [ArgumentCompleter(typeof(AmsMappingCompleter))]
    public AmsMapping? AmsMapping { get; set; }

    /// <summary>The build plate that lies in the printers.</summary>
    [Parameter]
    public BambuBedType? BedType { get; set; }

    /// <summary>Whether the bed is levelled before.</summary>
    [Parameter]
    public BambuPrintOption? BedLeveling { get; set; }

    /// <summary>Whether the flow dynamics are calibrated before.</summary>
    [Parameter]
    public BambuPrintOption? FlowCalibration { get; set; }

    /// <summary>Whether vibrations are measured before.</summary>
    [Parameter]
    [ValidateSet(nameof(BambuPrintOption.On), nameof(BambuPrintOption.Off))]
    public BambuPrintOption? VibrationCalibration { get; set; }

    /// <summary>Whether the first layer is looked at.</summary>
    [Parameter]
    [ValidateSet(nameof(BambuPrintOption.On), nameof(BambuPrintOption.Off))]
    public BambuPrintOption? LayerInspect { get; set; }

    /// <summary>Whether the print is filmed.</summary>
    [Parameter]
    [ValidateSet(nameof(BambuPrintOption.On), nameof(BambuPrintOption.Off))]
    public BambuPrintOption? Timelapse { get; set; }

    /// <summary>Layer height in mm.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0.01, 2.0)]
    public double? LayerHeight { get; set; }

    /// <summary>Infill in %.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, 100)]
    public int? Infill { get; set; }

    /// <summary>Speed in %.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 500)]
    public int? Speed { get; set; }

    /// <summary>Further settings by the cloud's names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Hashtable? Setting { get; set; }

    /// <summary>Waits until every print has ended, and writes how in place of the jobs.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait in all, in seconds, with <c>-Wait</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    /// <summary>The plate to print, of a file with several; what Test-BambuPrint wrote brings its own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PlateCompleter))]
    [ValidateRange(1, 1000)]
    public int? Plate { get; set; }

    /// <summary>Starts the print also where the file does not fit, save what is damaged and printers that print or are offline.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How often an upload that broke off is tried again.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, 100)]
    public int RetryCount { get; set; } = 3;

    // A file that cannot be printed is told before the first printer's turn comes, and once.
    private protected override void Begin()
    {
        EnsureAny(new Given<PrinterName>(Printer));
        _printers.Live = Wait;
        BambuConnect.Ensure(Via, Wait);
        _settings = SettingTable.Of(Setting, Plate);
        PrintSettingsBody.Ensure(Settings());
        if (Wishes() is { UseAms: false, Slots.Count: > 0 })
        {
            throw new BambuException(BambuErrorKind.InvalidSetting,
                "Slots are named, and all of the filament is to come from the external spool.");
        }
        if ((LiteralPath ?? Path) is { } path)
        {
            Open(path, _settings.Plate);
        }
    }

    private protected override void Process()
    {
        string? path = LiteralPath ?? Path;
        Try(path ?? PrinterPath ?? (object)FileUrl, () =>
        {
            int? plate = SettingTable.Of(Setting, Plate).Plate;
            Add(path is not null ? Open(path, plate)
                : PrinterPath is not null ? PrintSource.OnPrinter(PrinterPath, plate)
                : PrintSource.InCloud(Uploaded(), plate));
        });
    }

    // All at once: the printers are looked at together, and the user is asked once.
    private protected override void End()
    {
        List<(OpenSession Session, PrintToAwait Print)> started = [];
        IReadOnlyList<PlannedPrint> ready = new PrintCheck(this, Wishes()).Ready(_wanted, Via, Force);
        foreach (IGrouping<PrintSource, PlannedPrint> prints in ready.GroupBy(print => print.Source))
        {
            string action = $"Print '{DisplayText.Clean(prints.Key.Name)}'";
            AccountPrinter[] printers = [.. prints.Select(print => print.Printer)];
            if (new PrinterPrompt(this, ConfirmImpact.Medium).Ask(action, printers, running: false))
            {
                started.AddRange(Start(prints));
            }
        }
        TimeSpan? limit = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        foreach ((OpenSession session, BambuPrintResult result) in PrintWaiting.Await(this, started, limit))
        {
            PrintWaiting.Write(this, session, result, asObject: true);
        }
    }

    // The pipeline brings a printer after another for the same file, or the next file.
    private PrintSource Open(string path, int? plate)
    {
        if (_source is null || (path, plate) != _opened)
        {
            _source = PrintSource.Local(this, path, literal: LiteralPath is not null, plate);
            _opened = (path, plate);
        }
        return _source;
    }

    private void Add(PrintSource source)
    {
        Given<PrinterName> given = new(Printer);
        if (!RefuseNone(given))
        {
            // A printer that is named twice prints once.
            _wanted.AddRange(_printers.Find(given)
                .Where(printer => !_wanted.Exists(each => each.Printer == printer && each.Source.IsSame(source)))
                .Select(printer => (printer, source)));
        }
    }

    // Writes the jobs, or gives what is to be waited for.
    private List<(OpenSession Session, PrintToAwait Print)> Start(IEnumerable<PlannedPrint> prints)
    {
        List<(OpenSession Session, PrintToAwait Print)> started = [];
        foreach (PlannedPrint print in prints)
        {
            Try(print.Printer.Id, () =>
            {
                if (print.Via == BambuPrintVia.BambuConnect)
                {
                    Write(print.Printer.Session, print.HandOver());
                }
                else if (Start(print) is not { } job)
                {
                    return;
                }
                else if (Wait)
                {
                    started.Add((print.Printer.Session, PrintWaiting.Of(print.Printer.Device, job)));
                }
                else
                {
                    Write(print.Printer.Session, job);
                }
            });
        }
        return started;
    }

    // Where the cloud starts no print, other ways may be open: which they are depends on the printer.
    private BambuPrintJob? Start(PlannedPrint print)
    {
        try
        {
            return print.Start(this, Settings(), RetryCount);
        }
        catch (BambuException fault) when (fault.Kind == BambuErrorKind.PrintStartNotAllowed)
        {
            if (Via == BambuPrintVia.Auto && print.Source.IsLocal && BambuConnect.Agrees(this, print.Source.Name!))
            {
                Write(print.Printer.Session, print.HandOver());
                return null;
            }
            WriteError(RecordOf(fault, print.Printer.Id, PrintWay.Advice(print)));
            return null;
        }
        catch (BambuException fault) when (fault.Kind == BambuErrorKind.PrintRejected)
        {
            WriteError(RecordOf(fault, print.Printer.Id, PrintWay.AdviceOfRefusal(print)));
            return null;
        }
    }

    private BambuFile Uploaded() => new()
    {
        FileName = FileName ?? "",
        FileUrl = FileUrl,
        FileId = string.IsNullOrEmpty(FileId) ? null : FileId,
        PrintFile = (PrintFile is PSObject wrapped ? wrapped.BaseObject : PrintFile) as BambuPrintFile,
    };

    private PrintWishes Wishes() => new()
    {
        Slots = AmsMapping?.Slots ?? new Dictionary<int, string>(),
        UseAms = IsTyped(nameof(UseAms)) ? UseAms.IsPresent : null,
        MapsFilaments = AmsMapping is not null || !_settings.MapsFilaments,
        BedType = BedType,
    };

    // As far as the parameters say them: plate and slots are what the check has found.
    private BambuPrintSettings Settings() => new()
    {
        LayerHeight = LayerHeight,
        Infill = Infill,
        Speed = Speed,
        Plate = _settings.Plate,
        UseAms = Wishes().UseAms,
        BedType = BedType,
        BedLeveling = BedLeveling,
        FlowCalibration = FlowCalibration,
        VibrationCalibration = VibrationCalibration,
        LayerInspect = LayerInspect,
        Timelapse = Timelapse,
        Additional = _settings.Values,
    };
}
