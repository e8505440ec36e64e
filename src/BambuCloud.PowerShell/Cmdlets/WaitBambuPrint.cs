using System.Diagnostics;
using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Wait-BambuPrint</c>: returns when prints have ended, and says how.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BambuPrint", HelpUri = HelpPages.Folder + "Wait-BambuPrint.md")]
[OutputType(typeof(BambuPrintResult))]
public sealed class WaitBambuPrint : SessionCmdlet
{
    private readonly List<(string? Device, string? Job)> _wanted = [];
    private readonly Stopwatch _time = new();

    /// <summary>The printers; without them and without jobs, every printer that prints.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId), OrAnother = true)]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    public string[]? DeviceId { get; set; }

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

    /// <summary>Writes how each print ended. Without it, a print that did not end well or in time is an error.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // What is left of the time, which goes by from when the pipeline has brought everything.
    private TimeSpan? Left => TimeoutSec is { } seconds
        ? TimeSpan.FromTicks(Math.Max(0, (TimeSpan.FromSeconds(seconds) - _time.Elapsed).Ticks))
        : null;

    private protected override void Begin() => EnsureIds(new GivenIds(DeviceId), new GivenIds(JobId));

    private protected override void Process()
    {
        GivenIds printers = new(DeviceId);
        GivenIds jobs = new(JobId);
        if (!RefuseNoId(printers, jobs))
        {
            _wanted.AddRange(
                from printer in printers.Any ? printers.All : (IEnumerable<string?>)[null]
                from job in jobs.Any ? jobs.All : (IEnumerable<string?>)[null]
                select (printer, job));
        }
    }

    private protected override void End()
    {
        if (_wanted.Count == 0)
        {
            return; // The pipeline brought nothing.
        }
        GetSession().Cloud.EnsureBroker();
        _time.Start();
        List<PrintToAwait> prints = new PrintFinder(this, AwaitDevicesById(), Write).Find(_wanted, Left);
        foreach (BambuPrintResult result in prints.Count == 0 ? [] : PrintWaiting.Await(this, prints, Left))
        {
            Write(result);
        }
    }

    private void Write(BambuPrintResult result)
    {
        if (PassThru)
        {
            WriteObject(result);
        }
        else if (PrintWaiting.FaultOf(result) is { } fault)
        {
            WriteError(ErrorRecords.Of(fault, result));
        }
    }
}
