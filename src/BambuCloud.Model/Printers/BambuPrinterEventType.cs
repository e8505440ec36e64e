namespace BambuCloud;

/// <summary>What happened to a printer, or to the connection that tells of it.</summary>
public enum BambuPrinterEventType : long
{
    /// <summary>The printer's full state, once at the beginning.</summary>
    Snapshot,

    /// <summary><see cref="BambuPrinterStatus.State"/> changed.</summary>
    StateChanged,

    /// <summary><see cref="BambuPrinterStatus.Stage"/> changed.</summary>
    StageChanged,

    /// <summary><see cref="BambuPrinterStatus.Progress"/> changed.</summary>
    ProgressChanged,

    /// <summary><see cref="BambuPrinterStatus.Layer"/> changed.</summary>
    LayerChanged,

    /// <summary>A print began.</summary>
    PrintStarted,

    /// <summary>The print was paused.</summary>
    PrintPaused,

    /// <summary>The print goes on after a pause.</summary>
    PrintResumed,

    /// <summary>The print ended well.</summary>
    PrintFinished,

    /// <summary>The print ended with an error.</summary>
    PrintFailed,

    /// <summary>The print was cancelled: it ended <c>FAILED</c> with error <c>0300_400C</c>.</summary>
    PrintCancelled,

    /// <summary>A health message or a print error appeared.</summary>
    ErrorRaised,

    /// <summary>A health message or a print error went away.</summary>
    ErrorCleared,

    /// <summary>The printer took another tray, or a tray was filled, emptied or filled with another filament.</summary>
    FilamentChanged,

    /// <summary>The printer came back to the cloud, or speaks again after a silence.</summary>
    PrinterOnline,

    /// <summary>The printer left the cloud, or has said nothing for a minute.</summary>
    PrinterOffline,

    /// <summary>The connection to the cloud was lost; it is being made again. The event belongs to no single printer.</summary>
    Disconnected,

    /// <summary>The connection to the cloud stands again. The event belongs to no single printer.</summary>
    Reconnected,

    /// <summary>
    /// Events of a printer were left out, because the reader stood still for so long that thousands waited;
    /// <see cref="BambuPrinterEvent.Conflated"/>
    /// says how many, and the status is the one of the last of them.
    /// </summary>
    EventsOmitted,
}
