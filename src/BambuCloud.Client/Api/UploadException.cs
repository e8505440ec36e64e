namespace BambuCloud.Client.Api;

/// <summary>A part of an upload that the storage did not take.</summary>
internal sealed class UploadException(string path, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether another try may succeed.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether its address is of no use any more.</summary>
    public bool Expired { get; init; }

    /// <summary>The error when no further try is made.</summary>
    public BambuException ForUser() => new(BambuErrorKind.UploadFailed, Message, InnerException) { Subject = path };
}
