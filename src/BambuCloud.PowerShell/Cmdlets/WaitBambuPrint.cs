using System.Diagnostics;
using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Wait-BambuPrint</c>: returns when prints have ended, and says how.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BambuPrint", HelpUri = HelpPages.Folder + "Wait-BambuPrint.md")]
[OutputType(typeof(BambuPrintResult))]
public sealed class WaitBambuPrint : SessionCmdlet
{
    private readonly PrinterInput _printers;
    private readonly List<(OpenSession Session, AccountPrinter? Printer, string? Job)> _wanted = [];
    private readonly Stopwatch _time = new();

    /// <summary>Makes the cmdlet.</summary>
    public WaitBambuPrint() => _printers = new PrinterInput(this) { Live = true, Own = true };

    /// <summary>The printers, by id, name or pattern; without them and without jobs, every printer that prints.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>The jobs; without them, what the printers print now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TaskId")]
    [IdOf(nameof(BambuPrintJob.JobId), OrAnother = true)]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? JobId { get; set; }

    /// <summary>How long to wait in all, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    /// <summary>Writes how each print ended. One that did not end well or in time is an error too.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // What is left of the time, which goes by from when the pipeline has brought everything.
    private TimeSpan? Left => TimeoutSec is { } seconds
        ? TimeSpan.FromTicks(Math.Max(0, (TimeSpan.FromSeconds(seconds) - _time.Elapsed).Ticks))
        : null;

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer), new Given<string>(JobId));

    private protected override void Process()
    {
        JobId = PrinterName.PrintsOf(JobId, Printer, IsTyped(nameof(JobId)));
        Given<PrinterName> printers = new(Printer);
        Given<string> jobs = new(JobId);
        if (RefuseNone(printers, jobs))
        {
            return;
        }
        (OpenSession Session, AccountPrinter? Printer)[] places = printers.Any
            ? [.. _printers.Find(printers).Select(printer => (printer.Session, (AccountPrinter?)printer))]
            : [.. (jobs.Any ? GetSessions() : GetPrinterSessions()).Select(session => (session, (AccountPrinter?)null))];
        _wanted.AddRange(
            from place in places
            from job in jobs.Any ? jobs.All : (IEnumerable<string?>)[null]
            select (place.Session, place.Printer, job));
    }

    private protected override void End()
    {
        if (_wanted.Count == 0)
        {
            return; // The pipeline brought nothing, or nothing that there is.
        }
        _time.Start();
        PrintFinder finder = new(this, _printers, (session, result) => PrintWaiting.Write(this, session, result, PassThru));
        List<(OpenSession Session, PrintToAwait Print)> prints = [];
        foreach ((OpenSession session, AccountPrinter? printer, string? job) in _wanted.Distinct().Where(each => each.Job is not null))
        {
            Try(job, () => prints.AddRange(finder.JobOf(session, printer, job!, Left)));
        }
        AccountPrinter[] named = [.. _wanted.Where(each => each.Job is null).Select(each => each.Printer).OfType<AccountPrinter>()
            .Distinct()];
        AccountPrinter[] all = [.. _wanted.Where(each => each is { Job: null, Printer: null })
            .Select(each => each.Session).Distinct().SelectMany(_printers.PrintersOf).DistinctBy(printer => (printer.Way, printer.Id))
            .Except(named)];
        prints.AddRange(finder.RunningOn(named, named: true, Left));
        prints.AddRange(finder.RunningOn(all, named: false, Left));
        foreach ((OpenSession session, BambuPrintResult result) in PrintWaiting.Await(this, prints, Left))
        {
            PrintWaiting.Write(this, session, result, PassThru);
        }
    }
}
