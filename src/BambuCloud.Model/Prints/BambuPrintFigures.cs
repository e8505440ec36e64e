namespace BambuCloud;

/// <summary>Which figures of a print hold: printers and the cloud go on reporting those of a print that is over.</summary>
public static class BambuPrintFigures
{
    /// <summary>Whether a printer in this state has a print under way, also one that it prepares or has paused.</summary>
    public static bool IsPrinting(this BambuPrinterState state) =>
        state is BambuPrinterState.Prepare or BambuPrinterState.Slicing or BambuPrinterState.Running or BambuPrinterState.Pause;

    /// <summary>Whether a job in this state has not ended: it waits for its printer, is printed or is paused.</summary>
    public static bool IsUnderWay(this BambuPrintJobStatus status) =>
        status is BambuPrintJobStatus.Queued or BambuPrintJobStatus.Printing or BambuPrintJobStatus.Paused;

    /// <summary>
    /// The id of a job or task; <see langword="null"/> where it says that there is none, as printers and the cloud do with an empty one and
    /// with <c>0</c>.
    /// </summary>
    public static string? KnownId(string? id) => id is null or "" or "0" ? null : id;

    /// <summary>
    /// Whether a printer in this state reports the job, progress and layers of a print that is under way or ended last:
    /// an idle printer may still report those of a print of long ago.
    /// </summary>
    public static bool HasFigures(this BambuPrinterState state) =>
        state is BambuPrinterState.Finish or BambuPrinterState.Failed or BambuPrinterState.Cancelled || state.IsPrinting();
}
