namespace BambuCloud.Client.Api;

/// <summary>A part of an upload that the storage did not take.</summary>
internal sealed class UploadException(string path, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether another try may succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether its address is of no use any more.</summary>
    public bool IsExpired { get; init; }

    /// <summary>The storage's status; <see langword="null"/> where it did not answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The storage's own name for it; <see langword="null"/> where it said none.</summary>
    public string? Code { get; init; }

    /// <summary>The storage's own words; <see langword="null"/> where it said none.</summary>
    public string? Said { get; init; }

    /// <summary>The error when no further try is made.</summary>
    public BambuApiException ForUser() => new(BambuErrorKind.UploadFailed, Message, InnerException)
    {
        Subject = path,
        HttpStatus = HttpStatus,
        CloudError = Code,
        CloudMessage = Said,
    };
}
