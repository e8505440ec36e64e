using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

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
        foreach (BambuNotification item in Await(cancellation => Cloud.Notifications.ListAsync(Unread, cancellation)).Where(item => types.Wants(item.Type ?? "")).Take(First))
        {
            WriteKnown(item);
        }
    }
}
