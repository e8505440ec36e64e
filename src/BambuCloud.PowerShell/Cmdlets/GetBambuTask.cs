using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuTask</c>: the account's history of prints, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BambuTask", DefaultParameterSetName = TaskSet, HelpUri = HelpPages.Folder + "Get-BambuTask.md")]
[OutputType(typeof(BambuTask))]
public sealed class GetBambuTask : SessionCmdlet
{
    // A task in the pipeline has both ids, so both belong to the set that is tried first; without a task's id it lists too.
    private const string TaskSet = "Task";
    private const string HistorySet = "History";

    private readonly PrinterInput _printers;
    private readonly Dictionary<OpenSession, List<string>> _ids = [];

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuTask() => _printers = new PrinterInput(this);

    /// <summary>Only tasks of these printers, by id, name or pattern.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>These tasks.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = TaskSet)]
    [Alias("JobId")]
    [IdOf(nameof(BambuTask.TaskId), OrAnother = true)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public string[]? TaskId { get; set; }

    /// <summary>Only tasks that come after this one in the list, and so are older.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? AfterTaskId { get; set; }

    /// <summary>Only tasks that began then or later.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>Only tasks that began before.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Until { get; set; }

    /// <summary>Only tasks in these states.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ValidateNotNullOrEmpty]
    public BambuPrintState[]? Status { get; set; }

    /// <summary>Only tasks with these titles.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(TaskTitleCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Title { get; set; }

    /// <summary>So many at the most; with several printers, of each.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer), new Given<string>(TaskId));

    private protected override void Process()
    {
        TaskId = PrinterName.PrintsOf(TaskId, Printer, IsTyped(nameof(TaskId)));
        Given<string> tasks = new(TaskId);
        Given<PrinterName> printers = new(Printer);
        if (RefuseNone(tasks, printers))
        {
            return;
        }
        if (tasks.Any)
        {
            foreach (OpenSession session in GetSessions())
            {
                _ids.TryAdd(session, []);
                _ids[session].AddRange(tasks.All);
            }
        }
        else if (printers.Any)
        {
            foreach (AccountPrinter printer in _printers.Find(printers))
            {
                Try(printer.Id, () => WriteHistory(printer.Session, printer.Device));
            }
        }
        else
        {
            foreach (OpenSession session in GetSessions())
            {
                WriteHistory(session, null);
            }
        }
    }

    // Together, so that a history that has to be searched is read once for all of them.
    private protected override void End()
    {
        foreach ((OpenSession session, List<string> ids) in _ids)
        {
            foreach (BambuTask task in Stream(cancellation => session.Cloud.Tasks.GetAsync(
                ids, (id, fault) => Post(() => WriteError(RecordOf(fault, id))), cancellation)))
            {
                Write(session, session.KnownNames.WithDevice(task));
            }
        }
    }

    private void WriteHistory(OpenSession session, BambuDevice? device)
    {
        NameFilter titles = new(Title);
        bool filtered = Title is not null || Until is not null;
        TaskQuery query = new()
        {
            DeviceId = device?.DeviceId,
            Statuses = Status ?? [],
            After = AfterTaskId,
            Since = Since?.ToUniversalTime(),
            First = filtered || First == int.MaxValue ? null : First, // What is left out here, the cloud would count.
        };
        int left = First;
        foreach (IReadOnlyList<BambuTask> page in Stream(cancellation => session.Cloud.Tasks.ListPagesAsync(query, cancellation)))
        {
            BambuTask[] wanted = [.. page.Where(Wants).Take(left).Select(session.KnownNames.WithDevice)];
            WritePage(session, wanted);
            left -= wanted.Length;
            if (left == 0)
            {
                return;
            }
        }

        bool Wants(BambuTask task) => !filtered
            || (titles.Wants(task.Title ?? "")
                && (Until is null || task.StartTime?.ToUniversalTime() < Until.Value.ToUniversalTime()));
    }
}
