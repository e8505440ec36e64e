namespace BambuCloud;

/// <summary>
/// How a task went. The document spells it out, the live service counts: 1 created, 2 finished, 3 failed, 4 running (rest.md).
/// </summary>
public enum BambuTaskStatus
{
    /// <summary>Missing, or a value that this version does not know: see <see cref="BambuTask.RawStatus"/>.</summary>
    Unknown,

    /// <summary><c>created</c>, <c>queued</c> or 1: it waits.</summary>
    Created,

    /// <summary><c>running</c>, <c>printing</c>, <c>prepare</c>, <c>slicing</c>, <c>pause</c>, <c>ACTIVE</c> or 4.</summary>
    Running,

    /// <summary><c>completed</c>, <c>finished</c>, <c>success</c> or 2.</summary>
    Finished,

    /// <summary><c>failed</c>, or 3, which is said of an aborted one too.</summary>
    Failed,

    /// <summary><c>cancelled</c> or <c>canceled</c>.</summary>
    Cancelled,
}
