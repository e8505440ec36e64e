using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Set-BambuNotification</c>: marks notifications as read or unread.</summary>
[Cmdlet(VerbsCommon.Set, "BambuNotification", SupportsShouldProcess = true)]
public sealed class SetBambuNotification : BambuCmdlet
{
    private const string ReadSet = "Read";
    private const string UnreadSet = "Unread";

    /// <summary>The notifications.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] NotificationId { get; set; } = [];

    /// <summary>Marks them as read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ReadSet)]
    public SwitchParameter Read { get; set; }

    /// <summary>Marks them as unread.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnreadSet)]
    public SwitchParameter Unread { get; set; }

    private protected override void Process()
    {
        bool read = ParameterSetName == ReadSet ? Read : !Unread;
        foreach (string id in NotificationId)
        {
            if (ShouldProcess(id, read ? "Mark as read" : "Mark as unread"))
            {
                Try(id, () => Await(cancellation => Session.Notifications.MarkAsync(id, read, cancellation)));
            }
        }
    }
}
