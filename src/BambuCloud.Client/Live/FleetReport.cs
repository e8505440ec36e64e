using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>What a printer's message was.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Answer">The printer's answer to a request, where it is one.</param>
/// <param name="Events">What it changed, in order.</param>
/// <param name="FirstBroken">Whether it is the first of this printer that cannot be read.</param>
internal readonly record struct FleetReport(ReportKind Kind, PrinterAnswer? Answer, List<BambuPrinterEvent> Events, bool FirstBroken);
