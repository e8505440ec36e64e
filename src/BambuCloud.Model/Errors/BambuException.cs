namespace BambuCloud;

/// <summary>
/// Something that the module can explain: what happened, and to which object. What can be done about it depends on who asks.
/// </summary>
public class BambuException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="kind">What went wrong; it decides the error id.</param>
    /// <param name="message">What happened, to which object. Never a secret.</param>
    /// <param name="innerException">The cause, whose text holds no secret either.</param>
    public BambuException(BambuErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public BambuErrorKind Kind { get; }

    /// <summary>The object that it is about: a device id, a path, an address; <see langword="null"/> for the session as a whole.</summary>
    public string? Subject { get; internal init; }
}
