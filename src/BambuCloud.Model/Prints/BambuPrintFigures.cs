namespace BambuCloud;

/// <summary>Which figures of a print hold: printers and the cloud go on reporting those of a print that is over.</summary>
public static class BambuPrintFigures
{
    /// <summary>Whether a printer in this state has a print under way, also one that it prepares or has paused.</summary>
    public static bool IsPrinting(this BambuPrintState state) =>
        state is BambuPrintState.Preparing or BambuPrintState.Running or BambuPrintState.Paused;

    /// <summary>Whether a job in this state has not ended: it waits for its printer, is printed or is paused.</summary>
    public static bool IsUnderWay(this BambuPrintState status) =>
        status is BambuPrintState.Created or BambuPrintState.Queued || status.IsPrinting();

    /// <summary>Whether a print in this state has ended, however it did.</summary>
    public static bool HasEnded(this BambuPrintState state) =>
        state is BambuPrintState.Finished or BambuPrintState.Failed or BambuPrintState.Cancelled;

    /// <summary>
    /// The id of a job or task; <see langword="null"/> where it says that there is none, as printers and the cloud do with an empty one and
    /// with <c>0</c>.
    /// </summary>
    public static string? KnownId(string? id) => id is null or "" or "0" ? null : id;

    /// <summary>
    /// Whether a printer in this state reports the job, progress and layers of a print that is under way or ended last:
    /// an idle printer may still report those of a print of long ago. What ended and nobody knows how is <c>Unknown</c>.
    /// </summary>
    public static bool HasFigures(this BambuPrintState state) =>
        state.HasEnded() || state.IsPrinting() || state == BambuPrintState.Unknown;
}
