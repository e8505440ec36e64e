namespace BambuCloud;

/// <summary>What became of a command to a printer, and what the printer was doing then.</summary>
public sealed record BambuCommandResult : BambuObject
{
    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The command.</summary>
    public BambuPrinterCommand Command { get; internal init; }

    /// <summary>What became of it.</summary>
    public BambuCommandOutcome Outcome { get; internal init; }

    /// <summary>Whether anything was sent: not where the printer was in that state already, or had nothing to do it with.</summary>
    public bool Sent { get; internal init; }

    /// <summary>Why it was refused or is not confirmed; <see langword="null"/> for a confirmed one.</summary>
    public string? Reason { get; internal init; }

    /// <summary>What the printer was doing then: the state of <see cref="Status"/>.</summary>
    public BambuPrintState? State => Status?.State;

    /// <summary>The printer's state at that moment; <see langword="null"/> where it reported none.</summary>
    public BambuPrinterStatus? Status { get; internal init; }

    /// <summary>Printer, command and outcome.</summary>
    public override string ToString() => $"{DeviceName ?? DeviceId}: {Command} {Outcome}";
}
