using System.Management.Automation;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary><c>Disconnect-BambuCloud</c>: closes a session. Without one it does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "BambuCloud", HelpUri = HelpPages.Folder + "Disconnect-BambuCloud.md")]
public sealed class DisconnectBambuCloud : BambuCmdlet
{
    /// <summary>The session to close in place of the default one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public BambuSession? Session { get; set; }

    /// <summary>Removes what was saved of it too.</summary>
    [Parameter]
    public SwitchParameter Forget { get; set; }

    private protected override void Process()
    {
        CloudSession? closing = OpenSessions.Take(Session);
        if (closing is not null)
        {
            Await(_ => closing.DisposeAsync().AsTask());
        }
        if (Forget)
        {
            new SavedSessions(SessionState).Forget(closing?.Info ?? Session);
        }
    }
}
