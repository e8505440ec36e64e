using System.Management.Automation;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuAccount</c>: who is signed in.</summary>
[Cmdlet(VerbsCommon.Get, "BambuAccount", HelpUri = HelpPages.Folder + "Get-BambuAccount.md")]
[OutputType(typeof(BambuAccount))]
public sealed class GetBambuAccount : SessionCmdlet
{
    private protected override void Process()
    {
        foreach (OpenSession session in GetSessions())
        {
            Write(session, Await(cancellation => session.Cloud.Account.GetAsync(session.Cloud.Info.Uid, cancellation)));
        }
    }
}
