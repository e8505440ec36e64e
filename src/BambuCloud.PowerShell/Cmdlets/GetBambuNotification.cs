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

    /// <summary>So many at the most.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override void Process()
    {
        NameFilter types = new(Type);
        OpenSession session = GetSession();
        IReadOnlyList<BambuNotification> all = Await(cancellation => session.Cloud.Notifications.ListAsync(Unread, cancellation));
        foreach (BambuNotification item in all.Where(item => types.Wants(item.Type ?? "")).Take(First))
        {
            WriteKnown(session.KnownNames, item);
        }
    }
}
