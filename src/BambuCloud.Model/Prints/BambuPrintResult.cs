namespace BambuCloud;

/// <summary>How a print that was waited for ended.</summary>
public sealed record BambuPrintResult : BambuObject
{
    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The job that was waited for; else the printer's own task; <see langword="null"/> where neither is known.</summary>
    public string? JobId { get; internal init; }

    /// <summary>What was printed.</summary>
    public string? JobName { get; internal init; }

    /// <summary>The file that was printed, as the printer or the cloud calls it.</summary>
    public string? FileName { get; internal init; }

    /// <summary>
    /// How it ended: <see cref="BambuPrintState.Finished"/>, <see cref="BambuPrintState.Failed"/>, <see cref="BambuPrintState.Cancelled"/>;
    /// <see cref="BambuPrintState.Unknown"/> where nobody knows. Of a print that was not waited for long enough: what it does now.
    /// </summary>
    public BambuPrintState Outcome { get; internal init; }

    /// <summary>Whether the time to wait was over before the print was. It goes on then.</summary>
    public bool TimedOut { get; internal init; }

    /// <summary>When it began, local time; <see langword="null"/> where neither printer nor cloud says it.</summary>
    public DateTime? StartTime { get; internal init; }

    /// <summary>
    /// When this computer learned of the end, or when the history has it, local time; <see langword="null"/> where neither is known, and of
    /// a print that goes on.
    /// </summary>
    public DateTime? EndTime { get; internal init; }

    /// <summary>The time it took, where begin and end are known.</summary>
    public TimeSpan? Duration =>
        EndTime?.ToUniversalTime() - StartTime?.ToUniversalTime() is { Ticks: >= 0 } duration ? duration : null;

    /// <summary>The slicer's estimate of the filament in grams, where the cloud knows it.</summary>
    public double? FilamentGrams { get; internal init; }

    /// <summary>The error that it ended with, <c>0300_400C</c>; <see langword="null"/> for none.</summary>
    public string? PrintError { get; internal init; }

    /// <summary>The printer's state at that moment; <see langword="null"/> where it reported none.</summary>
    public BambuPrinterStatus? Status { get; internal init; }

    /// <summary>Whether the cloud's history says that it did not finish, which it says of failed and of cancelled prints alike.</summary>
    internal bool IsAborted { get; init; }

    /// <summary>Printer, job and outcome.</summary>
    public override string ToString() => $"{DeviceName ?? DeviceId}: {JobName} {(TimedOut ? "goes on" : Outcome)}";
}
