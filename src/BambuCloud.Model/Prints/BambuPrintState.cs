namespace BambuCloud;

/// <summary>
/// What a print, or the printer that has it, is doing: one word for one state, wherever it stands. What the service or the printer said
/// itself stands in <c>RawState</c> or <c>RawStatus</c>.
/// </summary>
/// <remarks>Enums of this size are words in <c>ConvertTo-Json</c>.</remarks>
public enum BambuPrintState : long
{
    /// <summary>Nothing is known, or a word that this version does not know; of a print that is over: nobody knows how it ended.</summary>
    Unknown,

    /// <summary>Nothing is printed.</summary>
    Idle,

    /// <summary>The task was made, and no printer has it yet.</summary>
    Created,

    /// <summary>The print waits for its printer.</summary>
    Queued,

    /// <summary>The file is sliced or sent, or the printer heats, levels and homes before the print.</summary>
    Preparing,

    /// <summary>It is printed.</summary>
    Running,

    /// <summary>The print is paused.</summary>
    Paused,

    /// <summary>The print ended well.</summary>
    Finished,

    /// <summary>The print ended with an error. The cloud's history calls a cancelled print that too.</summary>
    Failed,

    /// <summary>Somebody cancelled the print.</summary>
    Cancelled,

    /// <summary>The printer is not connected to the cloud, or does not answer.</summary>
    Offline,
}
