using System.Management.Automation;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuSession</c>: the default session or all that are open; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "BambuSession", HelpUri = HelpPages.Folder + "Get-BambuSession.md")]
[OutputType(typeof(BambuSession))]
public sealed class GetBambuSession : BambuCmdlet
{
    /// <summary>All open sessions, oldest first.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        if (All)
        {
            WriteObject(OpenSessions.All, enumerateCollection: true);
        }
        else if (OpenSessions.Default is { } session)
        {
            WriteObject(session);
        }
    }
}
