using System.Management.Automation;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary><c>Get-BambuTask</c>: the account's history of prints, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BambuTask", DefaultParameterSetName = ListSet)]
[OutputType(typeof(BambuTask))]
public sealed class GetBambuTask : BambuCmdlet
{
    private const string ListSet = "List";
    private const string SingleSet = "Single";

    /// <summary>These tasks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = SingleSet)]
    [ValidateNotNullOrEmpty]
    public string[] TaskId { get; set; } = [];

    /// <summary>Only tasks of these printers.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ListSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SingleSet, DontShow = true)] // A task in the pipeline has both ids.
    [ValidateNotNullOrEmpty]
    public string[]? DeviceId { get; set; }

    /// <summary>Only tasks that are older than this one.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    public string? After { get; set; }

    /// <summary>Only tasks that began then or later.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public DateTime? Since { get; set; }

    /// <summary>So many at the most; with several printers, of each.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == SingleSet)
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
