using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuNotification</c>: messages to the account.</summary>
[Cmdlet(VerbsCommon.Get, "BambuNotification", HelpUri = HelpPages.Folder + "Get-BambuNotification.md")]
[OutputType(typeof(BambuNotification))]
public sealed class GetBambuNotification : SessionCmdlet
{
    /// <summary>Only those of these types.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NotificationTypeCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Type { get; set; }

    /// <summary>Only those not yet read.</summary>
    [Parameter]
    public SwitchParameter Unread { get; set; }

    /// <summary>Only those that were written then or later.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>So many at the most; with several sessions, of each.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override void Process()
    {
        NameFilter types = new(Type);
        foreach (OpenSession session in GetSessions())
        {
            IReadOnlyList<BambuNotification> all = Await(cancellation => session.Cloud.Notifications.ListAsync(Unread, cancellation));
            Write(session, all.Where(item => types.Wants(item.Type ?? "")
                && (Since is null || item.Timestamp?.ToUniversalTime() >= Since.Value.ToUniversalTime())).Take(First));
        }
    }
}
