using System.Management.Automation;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary><c>Get-BambuTask</c>: the account's history of prints, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BambuTask", DefaultParameterSetName = TaskSet)]
[OutputType(typeof(BambuTask))]
public sealed class GetBambuTask : BambuCmdlet
{
    // A task in the pipeline has both ids, so both belong to the set that is tried first; without a task's id it lists too.
    private const string TaskSet = "Task";
    private const string HistorySet = "History";

    /// <summary>These tasks.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = TaskSet)]
    [ValidateNotNullOrEmpty]
    public string[]? TaskId { get; set; }

    /// <summary>Only tasks of these printers.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? DeviceId { get; set; }

    /// <summary>Only tasks that are older than this one.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ValidateNotNullOrEmpty]
    public string? After { get; set; }

    /// <summary>Only tasks that began then or later.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    public DateTime? Since { get; set; }

    /// <summary>So many at the most; with several printers, of each.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override void Process()
    {
        if (TaskId is not null)
        {
            foreach (string id in TaskId)
            {
                Try(id, () => WriteObject(Await(cancellation => Session.Tasks.GetAsync(id, cancellation))));
            }
            return;
        }
        foreach (string? device in (IEnumerable<string?>?)DeviceId ?? [null])
        {
            Try(device, () => WriteAll(new TaskQuery { DeviceId = device, After = After, Since = Since is { Kind: DateTimeKind.Utc } utc ? utc.ToLocalTime() : Since, First = First }));
        }
    }

    private void WriteAll(TaskQuery query)
    {
        foreach (BambuTask task in Stream(cancellation => Session.Tasks.ListAsync(query, cancellation)))
        {
            WriteObject(task);
        }
    }
}
