using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Disconnect-BambuCloud</c>: closes a session. Without one it does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "BambuCloud", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Disconnect-BambuCloud.md")]
public sealed class DisconnectBambuCloud : BambuCmdlet
{
    /// <summary>The session to close in place of the default one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public BambuSession? Session { get; set; }

    /// <summary>Removes what was saved of it too.</summary>
    [Parameter]
    public SwitchParameter Forget { get; set; }

    private protected override void Process()
    {
        BambuSession? session = OpenSessions.Peek(Session);
        if (session is not null && ShouldProcess(session.ToString(), "Close the session") && OpenSessions.Take(session) is { } closing)
        {
            Await(_ => closing.DisposeAsync().AsTask());
        }
        session ??= Session;
        if (Forget && ShouldProcess(session?.ToString() ?? "The session that was saved last", "Remove what was saved of the session"))
        {
            new SavedSessions(SessionState).Forget(session);
        }
    }
}
