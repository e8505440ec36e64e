using System.Management.Automation;
using BambuCloud.Client.Trust;
using BambuCloud.Completion;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Disconnect-BambuCloud</c>: closes a session, or those of an account. Without one it does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "BambuCloud", DefaultParameterSetName = SessionSet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Disconnect-BambuCloud.md")]
public sealed class DisconnectBambuCloud : BambuCmdlet
{
    private const string SessionSet = "Session";
    private const string AccountSet = "Account";

    /// <summary>The session to close in place of the default one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = SessionSet)]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public BambuSession? Session { get; set; }

    /// <summary>The account whose sessions are closed: as it was signed in with, or its number.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccountSet)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [ValidateNotNullOrEmpty]
    public string Account { get; set; } = "";

    /// <summary>Removes what was saved of it too.</summary>
    [Parameter]
    public SwitchParameter Forget { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == AccountSet)
        {
            CloseAccount();
            return;
        }
        BambuSession? session = OpenSessions.Peek(Session);
        if (session is not null)
        {
            Close(session);
        }
        session ??= Session;
        if (Forget && ShouldProcess(session?.ToString() ?? "The session that was saved last", "Remove what was saved of the session"))
        {
            new SavedSessions(SessionState).Forget(session);
        }
    }

    private void CloseAccount()
    {
        IReadOnlyList<BambuSession> open = OpenSessions.Of(Account);
        IReadOnlyList<SavedSession> saved = Forget ? new SavedSessions(SessionState).Of(Account) : [];
        if (open.Count == 0 && saved.Count == 0)
        {
            WriteError(RecordOf(new BambuException(BambuErrorKind.NotConnected, $"There is no session of the account '{Account}'.")
            {
                Subject = Account,
            }));
        }
        foreach (BambuSession session in open)
        {
            Close(session);
        }
        foreach (SavedSession session in saved)
        {
            if (ShouldProcess(session.ToString(), "Remove what was saved of the session"))
            {
                new SavedSessions(SessionState).Forget(session.ApiEndpoint, session.Uid);
            }
        }
    }

    private void Close(BambuSession session)
    {
        if (ShouldProcess(session.ToString(), "Close the session") && OpenSessions.Take(session) is { } closing)
        {
            Await(_ => closing.DisposeAsync().AsTask());
        }
    }
}
