namespace BambuCloud;

/// <summary>Where a print job stands (API_DEVICES.md, <i>Printing Operations</i>).</summary>
public enum BambuPrintJobStatus
{
    /// <summary>Missing, or a word that this version does not know: see <see cref="BambuPrintJob.RawStatus"/>.</summary>
    Unknown,

    /// <summary><c>queued</c>: accepted, not begun.</summary>
    Queued,

    /// <summary><c>printing</c>; in the live shape <c>ACTIVE</c> or <c>RUNNING</c>.</summary>
    Printing,

    /// <summary>In the live shape <c>PAUSE</c>.</summary>
    Paused,

    /// <summary><c>completed</c>; in the live shape <c>SUCCESS</c> or <c>FINISH</c>.</summary>
    Completed,

    /// <summary><c>failed</c>; in the live shape <c>FAILED</c>.</summary>
    Failed,

    /// <summary>In the live shape <c>PREPARE</c> or <c>SLICING</c>.</summary>
    Preparing,

    /// <summary>In the live shape <c>CANCELED</c>.</summary>
    Cancelled,
}
