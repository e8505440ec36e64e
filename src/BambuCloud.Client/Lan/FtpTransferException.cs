namespace BambuCloud.Client.Lan;

/// <summary>A transfer that broke off without a word of the server: another try may succeed. The message says why.</summary>
internal sealed class FtpTransferException(string message, Exception innerException) : Exception(message, innerException);
