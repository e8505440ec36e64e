namespace BambuCloud.Client.Api;

/// <summary>How far an upload is.</summary>
/// <param name="FileName">The file.</param>
/// <param name="BytesSent">Bytes handed to the network so far.</param>
/// <param name="Length">Bytes in all.</param>
public readonly record struct UploadProgress(string FileName, long BytesSent, long Length);
