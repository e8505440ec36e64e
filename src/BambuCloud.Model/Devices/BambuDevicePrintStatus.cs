namespace BambuCloud;

/// <summary>The <c>print_status</c> of the device list (rest.md, <i>Endpoint by endpoint</i>).</summary>
public enum BambuDevicePrintStatus
{
    /// <summary>Missing, or a word that this version does not know: see <see cref="BambuDevice.RawPrintStatus"/>.</summary>
    Unknown,

    /// <summary><c>IDLE</c>.</summary>
    Idle,

    /// <summary><c>ACTIVE</c>: the printer is in use, and nothing more is known. It does not mean that it prints.</summary>
    Active,

    /// <summary><c>RUNNING</c>.</summary>
    Running,

    /// <summary><c>PAUSE</c>.</summary>
    Paused,

    /// <summary><c>SUCCESS</c> or <c>FINISH</c>: the latest print ended well.</summary>
    Success,

    /// <summary><c>FAILED</c>: the latest print failed.</summary>
    Failed,

    /// <summary><c>PREPARE</c>: the printer prepares a print.</summary>
    Preparing,

    /// <summary><c>SLICING</c>: the print is sliced.</summary>
    Slicing,

    /// <summary><c>CANCELED</c>: the latest print was cancelled.</summary>
    Cancelled,
}
