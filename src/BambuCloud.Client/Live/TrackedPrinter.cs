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
    public int SilentLooks { get; set; }

    /// <summary>Whether it stands among those whose full state is asked for next.</summary>
    public bool AskedSoon { get; set; }

    /// <summary>When it was last asked for its full state.</summary>
    public long? AskedAt { get; set; }

    /// <summary>Whether it is to be asked again as soon as it may be.</summary>
    public bool ToAskAgain { get; set; }

    /// <summary>How many broken reports it sent.</summary>
    public long Broken { get; set; }
}
