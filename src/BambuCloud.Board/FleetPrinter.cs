using BambuCloud.Output;

namespace BambuCloud.Board;

/// <summary>One printer of the fleet at one moment. Its texts are fit to be shown.</summary>
public sealed record FleetPrinter
{
    /// <summary>The printer's id.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Its name; its id where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, such as <c>P1S</c>; empty where nobody said.</summary>
    public string Model { get; init; } = "";

    /// <summary>Whether it is connected to the cloud.</summary>
    public bool Online { get; init; }

    /// <summary>Whether the broker gives out nothing of it.</summary>
    public bool Refused { get; init; }

    /// <summary>What it last reported; <see langword="null"/> for nothing yet.</summary>
    public BambuPrinterStatus? Status { get; init; }

    /// <summary>What it is doing.</summary>
    public FleetState State => this switch
    {
        { Refused: true } => FleetState.Refused,
        { Online: false } => FleetState.Offline,
        { Status: null } => FleetState.Waiting,
        _ => Status.State switch
        {
            BambuPrintState.Failed => FleetState.Failed,
            BambuPrintState.Cancelled => FleetState.Cancelled,
            BambuPrintState.Paused => FleetState.Paused,
            BambuPrintState.Running => FleetState.Running,
            BambuPrintState.Preparing => FleetState.Preparing,
            BambuPrintState.Finished => FleetState.Finished,
            BambuPrintState.Idle => FleetState.Idle,
            BambuPrintState.Offline => FleetState.Offline,
            _ => FleetState.Unknown,
        },
    };

    /// <summary>What it prints or printed last; empty where it reports no print.</summary>
    public string Job => Print is { } print ? DisplayText.Clean(print.JobName) : "";

    /// <summary>How far the print is, 0 to 100 %; of an offline printer what it said last.</summary>
    public int? Progress => Print?.Progress is { } percent ? Math.Clamp(percent, 0, 100) : null;

    /// <summary>The layer and how many there are.</summary>
    public string Layers => DisplayText.Layers(Print?.Layer, Print?.TotalLayers);

    /// <summary>How long the print still takes; <see langword="null"/> where none is under way.</summary>
    public TimeSpan? Left => Online && !Refused && Status?.State.IsPrinting() == true ? Status.RemainingTime : null;

    /// <summary>What somebody should look at, the worst first.</summary>
    public IReadOnlyList<FleetAlert> Alerts => FleetAlert.AllOf(Status);

    /// <summary>Whether it prints, gets ready to, or is paused.</summary>
    public bool IsActive => State is FleetState.Running or FleetState.Preparing or FleetState.Paused;

    /// <summary>
    /// Whether somebody should look at it: it has alerts, its print failed or is paused, nobody knows how it ended, or it was lost from
    /// sight while it printed.
    /// </summary>
    public bool IsInTrouble => Alerts.Count > 0 || State is FleetState.Failed or FleetState.Paused or FleetState.Refused || IsEndUnknown
        || (State == FleetState.Offline && Status?.State.IsPrinting() == true);

    /// <summary>Whether nobody knows how its latest print ended: of a printer that restarted, which is idle, too.</summary>
    public bool IsEndUnknown => Status?.Outcome == BambuPrintState.Unknown;

    private BambuPrinterStatus? Print => Status?.State.HasFigures() == true ? Status : null;
}
