namespace BambuCloud;

/// <summary>The job of a printer: what is not on the state itself.</summary>
public sealed record BambuPrinterJob : BambuObject
{
    /// <summary>Nothing is known.</summary>
    internal static readonly BambuPrinterJob None = new();

    /// <summary>The file on the printer: <c>gcode_file</c>.</summary>
    public string? GcodeFile { get; internal init; }

    /// <summary><c>subtask_id</c>.</summary>
    public string? SubtaskId { get; internal init; }

    /// <summary><c>project_id</c>.</summary>
    public string? ProjectId { get; internal init; }

    /// <summary><c>profile_id</c>.</summary>
    public string? ProfileId { get; internal init; }

    /// <summary>Where the print came from: <c>idle</c>, <c>cloud</c>, <c>local</c> or <c>system</c>, which is a calibration.</summary>
    public string? PrintType { get; internal init; }

    /// <summary>When it began, local time: <c>gcode_start_time</c>.</summary>
    public DateTime? StartTime { get => field?.ToLocalTime(); internal init => field = value?.ToUniversalTime(); }

    /// <summary>How far the printer has fetched the file, 0 to 100 %: <c>gcode_file_prepare_percent</c>.</summary>
    public int? DownloadProgress { get; internal init; }

    /// <summary>The objects of the plate that are left out: <c>s_obj</c>, by their <c>identify_id</c> in the file.</summary>
    public IReadOnlyList<int> SkippedObjects { get; internal init => field = BambuList<int>.Of(value); }
        = BambuList<int>.Empty;

    /// <summary>Where it came from.</summary>
    public override string ToString() => PrintType ?? "";
}
