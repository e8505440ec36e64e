using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Disconnect-BambuCloud</c>: closes the shared session. Without one it does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "BambuCloud")]
public sealed class DisconnectBambuCloud : BambuCmdlet
{
    private protected override void Process()
    {
        if (SharedSession.Replace(null) is { } session)
        {
            Await(_ => session.DisposeAsync().AsTask());
        }
    }
}
