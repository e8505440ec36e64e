using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Send-BambuPrint</c>: uploads a file if need be and starts it on printers.</summary>
[Cmdlet(VerbsCommunications.Send, "BambuPrint", DefaultParameterSetName = PathSet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Send-BambuPrint.md")]
[OutputType(typeof(BambuPrintJob), typeof(BambuPrintResult))]
public sealed class SendBambuPrint : SessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string FileSet = "File";

    private readonly HashSet<(string Device, string File)> _started = [];
    private readonly List<BambuPrintJob> _jobs = [];
    private Dictionary<string, BambuDevice>? _devices;
    private string? _path;
    private PrintSource? _source;

    /// <summary>The printers.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] DeviceId { get; set; } = [];

    /// <summary>The sliced file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
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

    /// <summary>The plate to print, of a file with several.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PlateCompleter))]
    [ValidateRange(1, 1000)]
    public int? Plate { get; set; }

    /// <summary>Starts the print also on a printer of another model than the file was sliced for.</summary>
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
        if (Wait && OpenSessions.Peek(Session) is not null)
        {
            GetSession().Cloud.EnsureBroker();
        }
        if ((LiteralPath ?? Path) is { } path)
        {
            Open(path);
        }
    }

    private protected override void Process()
    {
        if ((LiteralPath ?? Path) is not { } path)
        {
            Print(PrintSource.Uploaded(FileUrl, FileName, FileId));
        }
        else if (path == _path)
        {
            Print(_source!);
        }
        else
        {
            Try(path, () => Print(Open(path))); // The pipeline brought the next file.
        }
    }

    // Waits for all together.
    private protected override void End()
    {
        if (_jobs.Count == 0)
        {
            return;
        }
        _devices ??= AwaitDevicesById();
        foreach (BambuPrintJob job in _jobs.Where(job => !_devices.ContainsKey(job.DeviceId!)))
        {
            // It was started, and cannot be followed.
            WriteError(ErrorRecords.Of(UnknownDevice.Fault(job.DeviceId!, _devices.Values), job));
        }
        PrintToAwait[] prints =
        [
            .. _jobs.Where(job => _devices.ContainsKey(job.DeviceId!)).Select(job => PrintWaiting.Of(_devices[job.DeviceId!], job)),
        ];
        foreach (BambuPrintResult result in PrintWaiting.Await(this, prints, null))
        {
            WriteObject(result);
        }
    }

    private PrintSource Open(string path)
    {
        _source = PrintSource.Local(SessionState, path, literal: LiteralPath is not null, Plate);
        _path = path;
        return _source;
    }

    private void Print(PrintSource source)
    {
        BambuPrintSettings settings = Settings();
        // A printer that is named twice prints once.
        foreach (string id in DeviceId.Where(id => _started.Add((id.ToUpperInvariant(), source.Key))))
        {
            if (Fits(id, source) && ShouldProcess(TargetOf(id), $"Print '{source.Name}'"))
            {
                OpenSession session = GetSession();
                BambuFile file = source.InCloud(local => UploadBar.Upload(this, session.Cloud.Uploads, local, RetryCount));
                Try(id, () => Tell(session.KnownNames, Await(cancellation =>
                    session.Cloud.Prints.StartAsync(OwnSpelling(id), file, settings, cancellation))));
            }
        }
    }

    private BambuPrintSettings Settings() => new()
    {
        LayerHeight = LayerHeight,
        Infill = Infill,
        Speed = Speed,
        Plate = Plate,
        Additional = (Dictionary<string, object?>)PlainValue.Of(Setting ?? [])!,
    };

    // G-code for another model can ram the nozzle into the bed. A printer that is not in the account is the cloud's to tell.
    // Without a session nothing is printed, but -WhatIf answers.
    private bool Fits(string id, PrintSource source)
    {
        if (_path is null || OpenSessions.Peek(Session) is null)
        {
            return true;
        }
        _devices ??= AwaitDevicesById();
        string? model = _devices.GetValueOrDefault(id)?.ModelName;
        if (source.ModelsOtherThan(model, Plate) is not { Count: > 0 } others)
        {
            return true;
        }
        string what = $"The file '{source.Name}' was sliced for {string.Join(", ", others.Select(Called))}, "
            + $"and the printer '{id}' is of the model {Called(model!)}.";
        if (Force)
        {
            WriteWarning($"{what} With -Force it is started all the same.");
            return true;
        }
        WriteError(ErrorRecords.Of(new BambuException(BambuErrorKind.PrinterModelMismatch, what), id));
        return false;
    }

    // People write ids in lower case too, and the cloud may not know them then. Where the printers were not read, it is the cloud's to
    // tell.
    private string OwnSpelling(string id) => _devices?.GetValueOrDefault(id)?.DeviceId ?? id;

    // A model's name with its code, where the account has a printer of it.
    private string Called(string model) => _devices!.Values
        .FirstOrDefault(device => string.Equals(device.ModelName, model, StringComparison.OrdinalIgnoreCase))?.ProductName
        is { Length: > 0 } name ? $"{name} ({model})" : model;

    private void Tell(KnownNames known, BambuPrintJob job)
    {
        if (Wait)
        {
            _jobs.Add(job);
        }
        else
        {
            WriteKnown(known, job);
        }
    }
}
