namespace BambuCloud;

/// <summary>How a task went. The document spells it out, the live service counts: 2 finished, 3 failed, 4 running (rest.md).</summary>
public enum BambuTaskStatus
{
    /// <summary>Missing, or a value that this version does not know: see <see cref="BambuTask.RawStatus"/>.</summary>
    Unknown,

    /// <summary><c>created</c> or <c>queued</c>.</summary>
    Created,

    /// <summary><c>running</c>, <c>printing</c> or 4.</summary>
    Running,

    /// <summary><c>completed</c>, <c>finished</c>, <c>success</c> or 2.</summary>
    Finished,

    /// <summary><c>failed</c>, <c>cancelled</c> or 3: the service does not tell the two apart.</summary>
    Failed,
}
