namespace BambuCloud.Board;

/// <summary>Which printers of a fleet are shown.</summary>
public enum FleetFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that print, get ready to, or are paused.</summary>
    Active,

    /// <summary>Those that somebody should look at.</summary>
    Trouble,
}
