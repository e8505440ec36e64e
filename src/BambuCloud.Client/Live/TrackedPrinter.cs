using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>A printer that somebody listens to, as far as it is known.</summary>
internal sealed class TrackedPrinter(PrinterState state)
{
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

    /// <summary>When it was last asked for its full state.</summary>
    public long? AskedAt { get; set; }

    /// <summary>Whether it has not given its full state since.</summary>
    public bool IsAnswerDue { get; set; }

    /// <summary>How long the next answer is waited for before it is asked again.</summary>
    public TimeSpan NextWait { get; set; }

    /// <summary>How long that answer is waited for.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>Whether it is to be asked again as soon as it may be.</summary>
    public bool ToAskAgain { get; set; }

    /// <summary>How many broken reports it sent.</summary>
    public long Broken { get; set; }

    /// <summary>How often the connection broke when its reports alone were subscribed.</summary>
    public int BrokenSubscriptions { get; set; }

    /// <summary>Whether its topic costs the whole connection, so that it is left out.</summary>
    public bool CostsConnection => BrokenSubscriptions > 1;
}

/// <summary>What a printer is asked for.</summary>
internal enum PrinterQuestion
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A sign of life.</summary>
    Life,

    /// <summary>Its full state.</summary>
    FullState,
}
