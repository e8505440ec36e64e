namespace BambuCloud;

/// <summary>The ways to a printer that stand now.</summary>
[Flags]
public enum BambuConnection : long
{
    /// <summary>None: the cloud does not see it, and it is not connected itself.</summary>
    None = 0,

    /// <summary>The cloud sees it.</summary>
    Cloud = 1,

    /// <summary>It is connected itself, in the local network.</summary>
    Lan = 2,
}
