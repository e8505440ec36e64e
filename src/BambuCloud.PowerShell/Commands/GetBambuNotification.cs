using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Get-BambuNotification</c>: messages to the account.</summary>
[Cmdlet(VerbsCommon.Get, "BambuNotification")]
[OutputType(typeof(BambuNotification))]
public sealed class GetBambuNotification : BambuCmdlet
{
    /// <summary>Only those not yet read.</summary>
    [Parameter]
    public SwitchParameter Unread { get; set; }

    private protected override void Process() =>
        WriteObject(Await(cancellation => Session.Notifications.ListAsync(Unread, cancellation)), enumerateCollection: true);
}
