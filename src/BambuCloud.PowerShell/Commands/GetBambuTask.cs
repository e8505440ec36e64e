using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Get-BambuTask</c>: the account's history of prints, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BambuTask")]
[OutputType(typeof(BambuTask))]
public sealed class GetBambuTask : BambuCmdlet
{
    /// <summary>These tasks.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? TaskId { get; set; }

    /// <summary>Only tasks of these printers.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? DeviceId { get; set; }

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
            Try(device, () => WriteAll(device));
        }
    }

    private void WriteAll(string? deviceId)
    {
        foreach (BambuTask task in Stream(cancellation => Session.Tasks.ListAsync(deviceId, cancellation)))
        {
            WriteObject(task);
        }
    }
}
