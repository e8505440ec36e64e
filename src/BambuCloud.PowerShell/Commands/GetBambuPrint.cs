using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Get-BambuPrint</c>: print jobs of the cloud.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrint", HelpUri = HelpPages.Folder + "Get-BambuPrint.md")]
[OutputType(typeof(BambuPrintJob))]
public sealed class GetBambuPrint : DeviceQueryCmdlet
{
    private readonly HashSet<string> _wanted = [];
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _unread = [];

    /// <summary>Only jobs with this status.</summary>
    [Parameter]
    [ValidateSet(nameof(BambuPrintJobStatus.Printing), nameof(BambuPrintJobStatus.Completed), nameof(BambuPrintJobStatus.Failed))]
    public BambuPrintJobStatus? Status { get; set; }

    /// <summary>Only these jobs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuPrintJob.JobId))]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? JobId { get; set; }

    private protected override void Query(string? deviceId)
    {
        NameFilter ids = new(JobId);
        _wanted.UnionWith(JobId ?? []);
        foreach (BambuPrintJob job in JobsOf(deviceId).Where(job => ids.Wants(job.JobId)))
        {
            _seen.Add(job.JobId);
            WriteKnown(job);
        }
    }

    private protected override void End()
    {
        foreach (string missing in new NameFilter([.. _wanted]).Missing(_seen).Except(_unread))
        {
            WriteError(ErrorRecords.Of(new BambuException(BambuErrorKind.NotFound,
                $"The cloud has no such print job '{missing}'. Get-BambuPrint lists the current ones, Get-BambuTask the history."), missing));
        }
    }

    private IReadOnlyList<BambuPrintJob> JobsOf(string? deviceId)
    {
        try
        {
            IReadOnlyList<BambuPrintJob> jobs = Await(cancellation => Cloud.Prints.ListAsync(deviceId, Status, cancellation));
            if (jobs.Count == 0 && deviceId is not null)
            {
                Patterns.EnsureKnown(deviceId);
            }
            return jobs;
        }
        catch (BambuException)
        {
            _unread.UnionWith(JobId ?? []); // They may stand in the list that could not be read.
            throw;
        }
    }
}
