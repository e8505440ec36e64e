namespace BambuCloud;

/// <summary>What became of a command to a printer, and what the printer was doing then.</summary>
public sealed record BambuCommandResult : BambuObject
{
    /// <summary>The printer's id.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; init; }

    /// <summary>The command.</summary>
    public required BambuPrinterCommand Command { get; init; }

    /// <summary>What became of it.</summary>
    public required BambuCommandOutcome Outcome { get; init; }

    /// <summary>Whether anything was sent: not where the printer was in that state already, or had nothing to do it with.</summary>
    public required bool Sent { get; init; }

    /// <summary>Why it was refused or is not confirmed; <see langword="null"/> for a confirmed one.</summary>
    public string? Reason { get; init; }

    /// <summary>What the printer was doing then: the state of <see cref="Status"/>.</summary>
    public BambuPrintState? State => Status?.State;

    /// <summary>The printer's state at that moment; <see langword="null"/> where it reported none.</summary>
    public BambuPrinterStatus? Status { get; init; }

    /// <summary>Printer, command and outcome.</summary>
    public override string ToString() => $"{DeviceName ?? DeviceId}: {Command} {Outcome}";
}
