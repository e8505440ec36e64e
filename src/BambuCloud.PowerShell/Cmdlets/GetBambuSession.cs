using System.Management.Automation;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuSession</c>: the default session, all that are open, or all that are saved; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "BambuSession", DefaultParameterSetName = OpenSet, HelpUri = HelpPages.Folder + "Get-BambuSession.md")]
[OutputType(typeof(BambuSession), ParameterSetName = [OpenSet])]
[OutputType(typeof(BambuSavedSession), ParameterSetName = [SavedSet])]
public sealed class GetBambuSession : BambuCmdlet
{
    private const string OpenSet = "Open";
    private const string SavedSet = "Saved";

    /// <summary>All open sessions, oldest first.</summary>
    [Parameter(ParameterSetName = OpenSet)]
    public SwitchParameter All { get; set; }

    /// <summary>The sessions that are kept for later processes, the one that was saved last first.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SavedSet)]
    public SwitchParameter Saved { get; set; }

    private protected override void Process()
    {
        if (Saved)
        {
            WriteObject(SavedSessions.List(PostError), enumerateCollection: true);
        }
        else if (All)
        {
            WriteObject(OpenSessions.All, enumerateCollection: true);
        }
        else if (OpenSessions.Default is { } session)
        {
            WriteObject(session);
        }
    }
}
