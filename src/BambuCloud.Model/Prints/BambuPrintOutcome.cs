namespace BambuCloud;

/// <summary>How a print ended, or that nobody waited long enough.</summary>
public enum BambuPrintOutcome
{
    /// <summary>It ended well.</summary>
    Finished,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It had not ended when the time was over.</summary>
    TimedOut,

    /// <summary>It is over, and nobody knows how it ended.</summary>
    Unknown,
}
