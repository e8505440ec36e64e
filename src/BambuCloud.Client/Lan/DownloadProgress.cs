namespace BambuCloud.Client.Lan;

/// <summary>How far a download from a printer is.</summary>
/// <param name="FileName">The file.</param>
/// <param name="BytesReceived">Bytes that came so far.</param>
/// <param name="Length">Bytes in all; <see langword="null"/> where the printer does not say.</param>
public readonly record struct DownloadProgress(string FileName, long BytesReceived, long? Length);
