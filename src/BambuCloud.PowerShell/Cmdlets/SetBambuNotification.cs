using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Set-BambuNotification</c>: marks notifications as read or unread.</summary>
[Cmdlet(VerbsCommon.Set, "BambuNotification", DefaultParameterSetName = ReadSet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Set-BambuNotification.md")]
[OutputType(typeof(BambuNotification))]
public sealed class SetBambuNotification : SessionCmdlet
{
    private const string ReadSet = "Read";
    private const string UnreadSet = "Unread";

    private readonly HashSet<string> _marked = [];

    /// <summary>The notifications.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuNotification.NotificationId))]
    [ArgumentCompleter(typeof(NotificationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] NotificationId { get; set; } = [];

    /// <summary>Marks them as read.</summary>
    [Parameter(ParameterSetName = ReadSet)]
    public SwitchParameter Read { get; set; } = true;

    /// <summary>Marks them as unread.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnreadSet)]
    public SwitchParameter Unread { get; set; }

    /// <summary>Writes the notifications as the cloud lists them afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool TakesSeveralSessions => false;

    private protected override void Process()
    {
        bool read = ParameterSetName == ReadSet ? Read : !Unread;
        foreach (string id in NotificationId)
        {
            if (ShouldProcess(id, read ? "Mark as read" : "Mark as unread"))
            {
                Try(id, () => Mark(id, read));
            }
        }
    }

    private protected override void End()
    {
        if (!PassThru || _marked.Count == 0)
        {
            return;
        }
        OpenSession session = GetSession();
        IReadOnlyList<BambuNotification> all = Await(cancellation => session.Cloud.Notifications.ListAsync(unread: false, cancellation));
        Write(session, all.Where(item => _marked.Contains(item.NotificationId)));
    }

    private void Mark(string id, bool read)
    {
        Notifications notifications = GetSession().Cloud.Notifications;
        Await(cancellation => notifications.MarkAsync(id, read, cancellation));
        _marked.Add(id);
    }
}
