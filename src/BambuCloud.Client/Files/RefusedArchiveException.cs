namespace BambuCloud.Client.Files;

/// <summary>An archive that is not read any further.</summary>
/// <param name="what">What it is or has: goes on where "The file …" begins.</param>
/// <param name="innerException">What was found.</param>
internal sealed class RefusedArchiveException(string what, Exception? innerException = null) : Exception(what, innerException);
