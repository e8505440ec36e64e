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

    /// <summary>A person cancelled the print.</summary>
    PrintCancelled,

    /// <summary>
    /// The print is over, and nobody can know how it ended: the printer restarted, or did something else when it was heard again. It is
    /// neither a success nor a failure.
    /// </summary>
    PrintEnded,

    /// <summary>A calibration began: <c>print_type</c> <c>system</c>, nobody's print.</summary>
    CalibrationStarted,

    /// <summary>A calibration is over; <see cref="BambuPrinterEvent.Outcome"/> says how.</summary>
    CalibrationEnded,

    /// <summary>A health message or a print error appeared.</summary>
    ErrorRaised,

    /// <summary>A health message or a print error went away.</summary>
    ErrorCleared,

    /// <summary>
    /// The printer took another tray or spool, or a tray or external spool was filled, emptied or filled with another filament.
    /// </summary>
    FilamentChanged,

    /// <summary>The filament ran out, and the print is paused.</summary>
    FilamentRunout,

    /// <summary>An AMS unit was connected; <see cref="BambuPrinterEvent.AmsId"/> says which.</summary>
    AmsConnected,

    /// <summary>An AMS unit was disconnected.</summary>
    AmsDisconnected,

    /// <summary>An AMS unit began to dry.</summary>
    DryingStarted,

    /// <summary>An AMS unit dries no more: it is done, or somebody stopped it.</summary>
    DryingFinished,

    /// <summary>The printer's door was opened.</summary>
    DoorOpened,

    /// <summary>The printer's door was closed.</summary>
    DoorClosed,

    /// <summary>The printer could take a newer firmware; <see cref="BambuPrinterStatus.Firmware"/> says which.</summary>
    FirmwareAvailable,

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
