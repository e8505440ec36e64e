namespace BambuCloud.Client.Files;

/// <summary>A plate that can be printed: its G-code was read to its end, by this computer at least when it was sent.</summary>
/// <param name="File">The file.</param>
/// <param name="Plate">The plate, with all that its G-code says of it.</param>
/// <param name="Issues">What is to be told before it is printed. None of it keeps it from being printed.</param>
public sealed record CheckedPlate(BambuPrintFile File, BambuPrintFilePlate Plate, IReadOnlyList<BambuPrintIssue> Issues);
