using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary>The session that all cmdlets of this process share, in every runspace.</summary>
internal static class SharedSession
{
    private static CloudSession? s_current;

    public static CloudSession? Current => Volatile.Read(ref s_current);

    /// <summary>Puts a session in place and gives back the one before, which the caller closes.</summary>
    public static CloudSession? Replace(CloudSession? session) => Interlocked.Exchange(ref s_current, session);
}
