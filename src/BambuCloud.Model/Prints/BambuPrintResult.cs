namespace BambuCloud;

/// <summary>How a print that was waited for ended.</summary>
public sealed record BambuPrintResult : BambuObject
{
    /// <summary>The printer's id.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; init; }

    /// <summary>The job that was waited for; else the printer's own task; <see langword="null"/> where neither is known.</summary>
    public string? JobId { get; init; }

    /// <summary>What was printed.</summary>
    public string? JobName { get; init; }

    /// <summary>How it ended.</summary>
    public required BambuPrintOutcome Outcome { get; init; }

    /// <summary>When this computer learned of the end, or when the history has it, local time; <see langword="null"/> where neither is known.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>The error that it ended with, <c>0300_400C</c>; <see langword="null"/> for none.</summary>
    public string? PrintError { get; init; }

    /// <summary>The printer's state at that moment; <see langword="null"/> where it reported none.</summary>
    public BambuPrinterStatus? Status { get; init; }

    /// <summary>Printer, job and outcome.</summary>
    public override string ToString() => $"{DeviceName ?? DeviceId}: {JobName} {Outcome}";
}
