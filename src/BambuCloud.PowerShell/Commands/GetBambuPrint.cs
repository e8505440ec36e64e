using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Get-BambuPrint</c>: print jobs of the cloud.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrint")]
[OutputType(typeof(BambuPrintJob))]
public sealed class GetBambuPrint : DeviceQueryCmdlet
{
    /// <summary>Only jobs with this status.</summary>
    [Parameter]
    [ValidateSet(nameof(BambuPrintJobStatus.Printing), nameof(BambuPrintJobStatus.Completed), nameof(BambuPrintJobStatus.Failed))]
    public BambuPrintJobStatus? Status { get; set; }

    /// <summary>Only these jobs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? JobId { get; set; }

    private protected override void Query(string? deviceId)
    {
        IReadOnlyList<BambuPrintJob> jobs = Await(cancellation => Session.Prints.ListAsync(deviceId, Status, cancellation));
        NameFilter ids = new(JobId);
        WriteObject(jobs.Where(job => ids.Wants(job.JobId)), enumerateCollection: true);
        foreach (string missing in ids.Missing(jobs.Select(job => job.JobId)))
        {
            WriteError(ErrorRecords.Of(new BambuException(BambuErrorKind.NotFound,
                $"The cloud has no such print job '{missing}'{(deviceId is null ? "" : $" on '{deviceId}'")}. Get-BambuPrint lists the current ones, Get-BambuTask the history."), missing));
        }
    }
}
