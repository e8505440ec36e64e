using System.Management.Automation;

namespace EmptyModule;

/// <summary><c>Get-Nothing</c> writes nothing.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothing : Cmdlet;
