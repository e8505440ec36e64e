namespace BambuCloud;

/// <summary>A print job of the cloud (<c>/v1/iot-service/api/user/print</c>).</summary>
public sealed record BambuPrintJob : BambuObject
{
    /// <summary>The job's id: <c>job_id</c>, in the live shape <c>task_id</c>.</summary>
    public string JobId { get; internal init; } = "";

    /// <summary>The printer that the job belongs to.</summary>
    public string? DeviceId { get; internal init; }

    /// <summary>The printer's name, <c>dev_name</c>; <see langword="null"/> in the documented shape.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The printer's model: <c>P1S</c>, …; <see langword="null"/> in the documented shape.</summary>
    public string? Model { get; internal init; }

    /// <summary>The code of the printer's model: <c>C12</c>, …</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>The file that is printed: <c>file_name</c>, in the live shape <c>task_name</c>.</summary>
    public string? FileName { get; internal init; }

    /// <summary>Where the job stands.</summary>
    public BambuPrintState Status { get; internal init; }

    /// <summary><c>status</c> exactly as the service said it.</summary>
    public string? RawStatus { get; internal init; }

    /// <summary>Progress, 0 to 100 %.</summary>
    public int? Progress { get; internal init; }

    /// <summary>Time until the end; the service counts it in seconds. <see langword="null"/> in the live shape.</summary>
    public TimeSpan? RemainingTime { get; internal init; }

    /// <summary>
    /// The slicer's estimate of the whole print, <c>prediction</c> in seconds; <see langword="null"/> in the documented shape.
    /// </summary>
    public TimeSpan? EstimatedTime { get; internal init; }

    /// <summary>When printing began, local time.</summary>
    public DateTime? StartTime { get; internal init; }

    /// <summary>
    /// How it was started: plate, slots and options as they were sent; <see langword="null"/> for a job that somebody else started.
    /// </summary>
    public BambuPrintSettings? Settings { get; internal init; }

    /// <summary>On which way it was started; <see langword="null"/> for a job that somebody else started.</summary>
    public BambuPrintVia? Via { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The job's id.</summary>
    public override string ToString() => JobId;
}
