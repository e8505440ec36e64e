namespace BambuCloud.Simulator;

/// <summary>Why a printer does not do what it is told.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Code">As it shows errors; 0 for none.</param>
internal sealed record StartRefusal(string Reason, long Code = 0);
