namespace BambuCloud;

/// <summary>One reason why a file should not be printed as it is, in words.</summary>
public sealed record BambuPrintIssue : BambuObject
{
    /// <summary>What it is.</summary>
    public BambuPrintReason Reason { get; internal init; }

    /// <summary>Whether the print is refused for it; otherwise it is a warning.</summary>
    public bool IsError { get; internal init; }

    /// <summary>Whether an error can be overridden: what would damage nothing but the print.</summary>
    public bool CanForce { get; internal init; }

    /// <summary>The reason in a sentence, with what it is about; a <c>?</c> stands for what a terminal would obey.</summary>
    public string Message { get; internal init => field = TerminalMarks.Substituted(value); } = "";

    /// <summary>The reason's name.</summary>
    public override string ToString() => $"{Reason}";

    internal static BambuPrintIssue Warning(BambuPrintReason reason, string message) =>
        new() { Reason = reason, IsError = false, Message = message };

    internal static BambuPrintIssue Error(BambuPrintReason reason, bool canForce, string message) =>
        new() { Reason = reason, IsError = true, CanForce = canForce, Message = message };
}
