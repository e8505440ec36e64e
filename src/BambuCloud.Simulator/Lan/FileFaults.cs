namespace BambuCloud.Simulator;

/// <summary>What is to go wrong with a printer's file server, as it was ordered.</summary>
internal sealed class FileFaults
{
    private long _cutAfter = -1;

    /// <summary>How long a client may say nothing: after that its connection is closed without a word.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a client's data connections must resume the session of the one for commands.</summary>
    public bool DemandsResumption { get; set; } = OperatingSystem.IsLinux(); // Elsewhere nobody has seen that .NET's server resumes.

    /// <summary>The next transfer breaks after so many bytes, and the client's connections with it.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAfter, bytes);

    /// <summary>After how many bytes the transfer that begins is to break; null for not at all. It is ordered for one transfer.</summary>
    public long? TakeCut() => Interlocked.Exchange(ref _cutAfter, -1) is >= 0 and var bytes ? bytes : null;
}
