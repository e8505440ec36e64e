namespace BambuCloud.Simulator;

/// <summary>What became of a code that somebody typed.</summary>
internal enum CodeCheck
{
    /// <summary>It was the right one, and its use is over.</summary>
    Accepted,

    /// <summary>Nothing is waited for: it was not asked for, was used, or its time is over.</summary>
    Expired,

    /// <summary>Another one is waited for.</summary>
    Wrong,
}
