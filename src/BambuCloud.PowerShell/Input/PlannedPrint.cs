namespace BambuCloud.Input;

/// <summary>A file that is to be printed on a printer, and how it fits.</summary>
/// <param name="Printer">The printer.</param>
/// <param name="Source">The file.</param>
/// <param name="Fit">How it fits.</param>
internal sealed record PlannedPrint(AccountPrinter Printer, PrintSource Source, BambuPrintFit Fit);
