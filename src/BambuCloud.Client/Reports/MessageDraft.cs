namespace BambuCloud.Client.Reports;

/// <summary>What a message is, and what it says.</summary>
/// <param name="before">The state before it.</param>
/// <param name="texts">Its texts.</param>
/// <param name="ams">Where what it says of the AMS units is read into.</param>
internal struct MessageDraft(BambuPrinterStatus before, ReportTexts texts, AmsDraft ams)
{
    public readonly BambuPrinterStatus Before = before;
    public readonly ReportTexts Texts = texts;
    public readonly AmsDraft Ams = ams;

    /// <summary>What it is.</summary>
    public ReportKind Kind = ReportKind.Nothing;

    /// <summary>What it says of the state, when it says something.</summary>
    public StatusDraft Status;

    /// <summary>The printer's answer to a request, when it is one.</summary>
    public PrinterAnswer? Answer;

    /// <summary>What it says of the printer's parts, when it is that.</summary>
    public PrinterModules? Modules;

    /// <summary>What stands beside the state of what the printer can do.</summary>
    public bool? SignatureRequired;
}
