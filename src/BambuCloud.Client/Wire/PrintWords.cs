namespace BambuCloud.Client.Wire;

/// <summary>The service's words for what a print does. They differ from list to list, and stand here for all of them.</summary>
internal static class PrintWords
{
    /// <summary>What a word, or a number in its place, means; <see cref="BambuPrintState.Unknown"/> for any other.</summary>
    public static BambuPrintState StateOf(string? raw) => raw?.ToUpperInvariant() switch
    {
        "IDLE" => BambuPrintState.Idle,
        "1" or "CREATED" => BambuPrintState.Created,
        "QUEUED" => BambuPrintState.Queued,
        "PREPARE" or "PREPARING" or "SLICING" => BambuPrintState.Preparing,
        "4" or "RUNNING" or "PRINTING" => BambuPrintState.Running,
        "PAUSE" or "PAUSED" => BambuPrintState.Paused,
        "2" or "COMPLETED" or "FINISHED" or "FINISH" or "SUCCESS" => BambuPrintState.Finished,
        "3" or "FAILED" => BambuPrintState.Failed,
        "CANCELED" or "CANCELLED" => BambuPrintState.Cancelled,
        "OFFLINE" => BambuPrintState.Offline,
        _ => BambuPrintState.Unknown, // ACTIVE too, which the list of printers says of those that do nothing.
    };

    /// <summary>As <see cref="StateOf"/>, of a job or a task: there <c>ACTIVE</c> says that it runs.</summary>
    public static BambuPrintState StateOfJob(string? raw) =>
        string.Equals(raw, "ACTIVE", StringComparison.OrdinalIgnoreCase) ? BambuPrintState.Running : StateOf(raw);
}
