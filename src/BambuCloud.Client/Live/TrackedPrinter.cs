using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>A printer that somebody listens to, as far as it is known.</summary>
internal sealed class TrackedPrinter(PrinterState state)
{
    /// <summary>A printer that somebody listens to again.</summary>
    /// <param name="device">The printer.</param>
    /// <param name="remembered">What holds of what was heard before: <see cref="Memory"/>.</param>
    public TrackedPrinter(BambuDevice device, PrinterMemory remembered)
        : this(PrinterState.Of(device) with { Job = remembered.Job, Modules = remembered.Modules }) => Versions = remembered.Versions;

    /// <summary>The printer's id.</summary>
    public string DeviceId { get; } = state.Status.DeviceId;

    /// <summary>Where its reports come from.</summary>
    public string ReportTopic { get; } = PrinterTopics.Report(state.Status.DeviceId);

    /// <summary>What is known of it.</summary>
    public PrinterState State { get; set; } = state;

    /// <summary>Who listens to it.</summary>
    public List<PrinterListener> Listeners { get; } = [];

    /// <summary>The number of the connection on which it was subscribed; 0 for none.</summary>
    public int Connection { get; set; }

    /// <summary>How often it was looked at since it last said something, or was subscribed to.</summary>
    public int SilentChecks { get; set; }

    /// <summary>What it is asked for as soon as its turn comes.</summary>
    public PrinterQuestion Pending { get; set; }

    /// <summary>Its full state.</summary>
    public PrinterRequest FullState { get; } = new(PrinterQuestion.FullState, PrinterRequest.LeastBetween);

    /// <summary>The versions of its firmware; one that never says them is asked ever more seldom.</summary>
    public PrinterRequest Versions { get; } = new(PrinterQuestion.Versions, TimeSpan.MaxValue);

    /// <summary>The request of a question; null for a sign of life, which nobody waits for.</summary>
    public PrinterRequest? RequestOf(PrinterQuestion question) => question switch
    {
        PrinterQuestion.FullState => FullState,
        PrinterQuestion.Versions => Versions,
        _ => null,
    };

    /// <summary>How many broken reports it sent.</summary>
    public long Broken { get; set; }

    /// <summary>How often the connection broke when its reports alone were subscribed.</summary>
    public int BrokenSubscriptions { get; set; }

    /// <summary>Whether its topic costs the whole connection, so that it is left out.</summary>
    public bool CostsConnection => BrokenSubscriptions > 1;

    /// <summary>What holds when nobody listens to it any more.</summary>
    public PrinterMemory Memory =>
        new(State.Job is { Outcome: not null, IsOpen: false } last ? last : JobTrack.Unknown, State.Modules, Versions);
}

/// <summary>What holds of a printer that nobody listens to: what it does is not heard.</summary>
/// <param name="Job">The last job, where there is a verdict on it: that holds until the next one.</param>
/// <param name="Modules">What it said of its firmware.</param>
/// <param name="Versions">When it did.</param>
internal sealed record PrinterMemory(JobTrack Job, PrinterModules? Modules, PrinterRequest Versions);
