using System.Management.Automation;

namespace BambuCloud.Output;

/// <summary>
/// The session that an object came from, which the hidden property <c>Session</c> of all objects gives to the next command.
/// </summary>
public static class ObjectSession
{
    /// <summary>The session; null where the object does not know it, as a copy from a file does not.</summary>
    public static BambuSession? Of(PSObject? item) => (item?.BaseObject as BambuObject)?.Session;
}
