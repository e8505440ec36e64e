namespace BambuCloud;

/// <summary>The printer's <c>gcode_state</c> (mqtt.md, <i>Reports</i>).</summary>
public enum BambuPrinterState
{
    /// <summary>
    /// <c>UNKNOWN</c>, not reported yet, or a word that this version does not know: see <see cref="BambuPrinterStatus.RawState"/>.
    /// </summary>
    Unknown,

    /// <summary><c>IDLE</c>.</summary>
    Idle,

    /// <summary><c>INIT</c>: the printer starts up.</summary>
    Init,

    /// <summary><c>PREPARE</c>: heating, levelling, homing before a print.</summary>
    Prepare,

    /// <summary><c>SLICING</c>: the cloud slices before a print.</summary>
    Slicing,

    /// <summary><c>RUNNING</c>: printing.</summary>
    Running,

    /// <summary><c>PAUSE</c>.</summary>
    Pause,

    /// <summary><c>FINISH</c>: the latest print ended well.</summary>
    Finish,

    /// <summary><c>FAILED</c>: the latest print failed.</summary>
    Failed,

    /// <summary><c>OFFLINE</c>.</summary>
    Offline,

    /// <summary><c>FAILED</c>, and a person cancelled the latest print.</summary>
    Cancelled,
}
