namespace BambuCloud.Board;

/// <summary>What a printer of the fleet is doing, in the order in which somebody wants to know of it.</summary>
public enum FleetState
{
    /// <summary>The latest print failed.</summary>
    Failed,

    /// <summary>The print is paused.</summary>
    Paused,

    /// <summary>It prints.</summary>
    Running,

    /// <summary>It gets ready to print.</summary>
    Preparing,

    /// <summary>The latest print ended well.</summary>
    Finished,

    /// <summary>The latest print was cancelled.</summary>
    Cancelled,

    /// <summary>It does nothing.</summary>
    Idle,

    /// <summary>It is in a state that has no name here, or nobody knows how the latest print ended.</summary>
    Unknown,

    /// <summary>It has not reported its state yet.</summary>
    Waiting,

    /// <summary>It is not connected to the cloud.</summary>
    Offline,

    /// <summary>The broker gives out nothing of it.</summary>
    Refused,
}
