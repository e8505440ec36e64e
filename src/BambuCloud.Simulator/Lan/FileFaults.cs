namespace BambuCloud.Simulator;

/// <summary>What is to go wrong with a printer's file server, as it was ordered.</summary>
internal sealed class FileFaults
{
    private readonly Lock _gate = new();
    private long _cutAfter = -1;
    private (string Command, Action Then)? _after;

    /// <summary>How long a client may say nothing: after that its connection is closed without a word.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a client's data connections must resume the session of the one for commands.</summary>
    public bool DemandsResumption { get; set; } = OperatingSystem.IsLinux(); // Elsewhere nobody has seen that .NET's server resumes.

    /// <summary>
    /// The next transfer breaks after so many bytes, and the client's connections with it; after all of them before anything is said of it.
    /// </summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAfter, bytes);

    /// <summary>After how many bytes the transfer that begins is to break; null for not at all. It is ordered for one transfer.</summary>
    public long? TakeCut() => Interlocked.Exchange(ref _cutAfter, -1) is >= 0 and var bytes ? bytes : null;

    /// <summary>Something happens as soon as a command has been answered, once.</summary>
    public void Order(string command, Action then)
    {
        lock (_gate)
        {
            _after = (command, then);
        }
    }

    /// <summary>Lets happen what was ordered for when a command has been answered.</summary>
    public void Answered(string command)
    {
        Action? then;
        lock (_gate)
        {
            then = _after is { } order && order.Command == command ? order.Then : null;
            _after = then is null ? _after : null;
        }
        then?.Invoke();
    }
}
