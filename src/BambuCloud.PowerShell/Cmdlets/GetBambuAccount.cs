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
        OpenSession session = GetSession();
        WriteObject(Await(cancellation => session.Cloud.Account.GetAsync(session.Cloud.Info.Uid, cancellation)));
    }
}
