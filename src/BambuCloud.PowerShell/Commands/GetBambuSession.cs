using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Get-BambuSession</c>: the shared session, or nothing.</summary>
[Cmdlet(VerbsCommon.Get, "BambuSession")]
[OutputType(typeof(BambuSession))]
public sealed class GetBambuSession : BambuCmdlet
{
    private protected override void Process()
    {
        if (SharedSession.Current is { } session)
        {
            WriteObject(session.Info);
        }
    }
}
