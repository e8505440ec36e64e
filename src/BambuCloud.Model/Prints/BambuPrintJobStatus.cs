namespace BambuCloud;

/// <summary>Where a print job stands (API_DEVICES.md, <i>Printing Operations</i>).</summary>
public enum BambuPrintJobStatus
{
    /// <summary>Missing, or a word that this version does not know: see <see cref="BambuPrintJob.RawStatus"/>.</summary>
    Unknown,

    /// <summary><c>queued</c>: accepted, not begun.</summary>
    Queued,

    /// <summary><c>printing</c>.</summary>
    Printing,

    /// <summary><c>completed</c>.</summary>
    Completed,

    /// <summary><c>failed</c>.</summary>
    Failed,
}
