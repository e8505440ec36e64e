namespace BambuCloud.Client.Reports;

/// <summary>What one report says about the printer's job, beside what was said before it. Ids and names that say "none" are null.</summary>
internal readonly ref struct JobReport
{
    /// <summary>The latest word for the state, which the report may have said or not.</summary>
    public GcodeState Word { get; init; }

    public GcodeState WordBefore { get; init; }

    public bool SaidWord { get; init; }

    public bool IsFull { get; init; }

    /// <summary>Whether reports may have been missed before it.</summary>
    public bool IsAfterGap { get; init; }

    /// <summary>Whether the printer printed and said nothing for longer than one that prints does.</summary>
    public bool IsAfterSilence { get; init; }

    public DateTimeOffset Now { get; init; }

    public string? TaskId { get; init; }

    public string? SubtaskId { get; init; }

    public string? Name { get; init; }

    public bool IsCalibration { get; init; }

    /// <summary><c>print_error</c>, 0 for none.</summary>
    public uint Code { get; init; }

    public uint CodeBefore { get; init; }

    public bool SaidCode { get; init; }

    /// <summary><c>fail_reason</c>, 0 for none.</summary>
    public uint FailReason { get; init; }

    public uint FailReasonBefore { get; init; }

    public bool SaidFailReason { get; init; }

    public JobFigures Figures { get; init; }

    public JobFigures FiguresBefore { get; init; }

    /// <summary>Whether the last layer is printed and no time is left.</summary>
    public bool IsAtLastLayer { get; init; }

    public bool HasId => (TaskId ?? SubtaskId) is not null;

    public bool HasIdentity => HasId || Name is not null;

    public bool SaysEnd => SaidWord && Word is GcodeState.Finish or GcodeState.Failed;
}

/// <summary>How far a job is.</summary>
internal readonly record struct JobFigures(int? Progress, int? Layer, int? TotalLayers);

/// <summary>What a report means for the printer's job.</summary>
/// <param name="Job">The job after it.</param>
internal readonly record struct JobStep(JobTrack Job)
{
    /// <summary>The job before, which ended by the start of this one.</summary>
    public JobTrack? Replaced { get; init; }

    /// <summary>How that ended.</summary>
    public BambuPrintState ReplacedOutcome { get; init; }

    /// <summary>Whether its end happened while nobody listened.</summary>
    public bool IsReplacedLate { get; init; }

    public bool Started { get; init; }

    public bool Paused { get; init; }

    public bool Resumed { get; init; }

    /// <summary>How the job ended, in this step.</summary>
    public BambuPrintState? Outcome { get; init; }

    /// <summary>Whether that happened while nobody listened, though it is decided only now.</summary>
    public bool IsLate { get; init; }
}

/// <summary>Which words a report says by itself.</summary>
/// <param name="Word">Whether it says <c>gcode_state</c>, and no empty one.</param>
/// <param name="Code">Whether it says <c>print_error</c>.</param>
/// <param name="FailReason">Whether it says <c>fail_reason</c>.</param>
internal readonly record struct JobWords(bool Word, bool Code, bool FailReason);
