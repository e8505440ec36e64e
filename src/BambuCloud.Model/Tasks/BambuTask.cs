namespace BambuCloud;

/// <summary>A print in the account's history: one item of <c>GET /v1/user-service/my/tasks</c>.</summary>
public sealed record BambuTask : BambuObject
{
    /// <summary>The task's id; it is also the cursor for paging.</summary>
    public string TaskId { get; internal init; } = "";

    /// <summary>
    /// What was printed: <c>title</c> of the live service, else <c>designTitle</c>, else the single task's <c>file_name</c>.
    /// </summary>
    public string? Title { get; internal init; }

    /// <summary>The design's id, <c>designId</c>.</summary>
    public string? DesignId { get; internal init; }

    /// <summary>The design's title, <c>designTitle</c>.</summary>
    public string? DesignTitle { get; internal init; }

    /// <summary>The printer's id.</summary>
    public string? DeviceId { get; internal init; }

    /// <summary>The printer's name when it printed.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The printer's model: <c>P1S</c>, …; <see langword="null"/> in the documented shape.</summary>
    public string? Model { get; internal init; }

    /// <summary>The code of the printer's model: <c>C12</c>, …</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>The id of the thing that is printed, <c>modelId</c>.</summary>
    public string? ModelId { get; internal init; }

    /// <summary>The profile's id, <c>profileId</c>.</summary>
    public string? ProfileId { get; internal init; }

    /// <summary>The project's id, <c>project_id</c>; only the single task says it.</summary>
    public string? ProjectId { get; internal init; }

    /// <summary>The id of the model's instance, <c>instanceId</c>; the live shape alone has it.</summary>
    public string? InstanceId { get; internal init; }

    /// <summary>The plate that was printed, from 1: <c>plateIndex</c>, or <c>plate_idx</c> of a single task.</summary>
    public int? PlateIndex { get; internal init; }

    /// <summary>The plate's name, <c>plateName</c>.</summary>
    public string? PlateName { get; internal init; }

    /// <summary>The build plate, <c>bedType</c>: <c>textured_plate</c>, …</summary>
    public string? BedType { get; internal init; }

    /// <summary>How the print was started, <c>mode</c>: <c>cloud_file</c>, …</summary>
    public string? Mode { get; internal init; }

    /// <summary>Whether the filaments came from an AMS, <c>useAms</c>.</summary>
    public bool? UseAms { get; internal init; }

    /// <summary>The nozzles of the print, <c>nozzleInfos</c>; empty where the service gives none.</summary>
    public IReadOnlyList<BambuTaskNozzle> Nozzles { get; internal init => field = BambuList<BambuTaskNozzle>.Of(value); }
        = BambuList<BambuTaskNozzle>.Empty;

    /// <summary>How it went.</summary>
    public BambuPrintState Status { get; internal init; }

    /// <summary><c>status</c> exactly as the service said it: <c>failed</c>, <c>3</c>, …</summary>
    public string? RawStatus { get; internal init; }

    /// <summary>Progress, 0 to 100 %; only the single task says it.</summary>
    public int? Progress { get; internal init; }

    /// <summary>The slicer's estimate of the filament in grams, <c>weight</c>; of the whole job, also of one that was aborted.</summary>
    public double? FilamentGrams { get; internal init; }

    /// <summary>The same in metres; the service counts <c>length</c> in centimetres.</summary>
    public double? FilamentMeters { get; internal init; }

    /// <summary>The filaments of the print, <c>amsDetailMapping</c>; empty in the documented shape.</summary>
    public IReadOnlyList<BambuFilament> Filaments { get; internal init => field = BambuList<BambuFilament>.Of(value); }
        = BambuList<BambuFilament>.Empty;

    /// <summary>The slicer's estimate, <c>costTime</c>; see <see cref="Duration"/> for the time it really took.</summary>
    public TimeSpan? EstimatedTime { get; internal init; }

    /// <summary>When it began, local time.</summary>
    public DateTime? StartTime { get; internal init; }

    /// <summary>When it ended, local time; <see langword="null"/> for one that waits or runs, whatever the service says of it.</summary>
    public DateTime? EndTime { get; internal init; }

    /// <summary>The time it took: <see cref="EndTime"/> minus <see cref="StartTime"/>, where both are known and in order.</summary>
    public TimeSpan? Duration => // Clocks are changed → local times say not what went by.
        EndTime?.ToUniversalTime() - StartTime?.ToUniversalTime() is { Ticks: >= 0 } time ? time : null;

    /// <summary>Address of the cover picture, without a pre-signed query.</summary>
    public Uri? Cover { get; internal init; }

    /// <summary>Address of the thumbnail, without a pre-signed query.</summary>
    public Uri? Thumbnail { get; internal init; }

    /// <summary>Address of a picture of the print, <c>snapShot</c>, without a pre-signed query.</summary>
    public Uri? Snapshot { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>
    /// How it ended, as far as the history can say. Its 3 is "aborted or failed" (rest.md, <i>A task</i>), and no other member tells these
    /// apart → that is no verdict.
    /// </summary>
    internal BambuPrintState Verdict =>
        Status is BambuPrintState.Finished or BambuPrintState.Cancelled ? Status : BambuPrintState.Unknown;

    /// <summary>Whether it did not finish, and nobody can say of it whether it failed or was cancelled.</summary>
    internal bool IsAborted => Status == BambuPrintState.Failed;

    /// <summary>The task's id.</summary>
    public override string ToString() => TaskId;
}
