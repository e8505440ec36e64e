namespace BambuCloud.Client.Reports;

/// <summary>Where a job stands, as far as starts, pauses and ends are concerned.</summary>
internal enum JobPhase
{
    /// <summary>None was seen, or the printer is idle again after it.</summary>
    None,

    /// <summary>It is prepared or printed.</summary>
    Active,

    /// <summary>It is paused.</summary>
    Paused,

    /// <summary>It has ended, and the printer still says so.</summary>
    Ended,
}

/// <summary>What the printer said that may be the end of a job, and may be taken back or explained by what it says next.</summary>
internal enum JobDoubt
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>FAILED without a code: that of a cancel may follow.</summary>
    Failure,

    /// <summary>IDLE in the middle: a change of spools looks like that too.</summary>
    Idle,

    /// <summary>The end of a job that was not seen running: it may be the word of the one before.</summary>
    Echo,
}

/// <summary>What is known of the latest job of a printer: what it did itself, not what is left of the one before.</summary>
internal sealed record JobTrack
{
    /// <summary>No job is known.</summary>
    public static readonly JobTrack Unknown = new();

    public JobPhase Phase { get; init; }

    /// <summary>The task's id.</summary>
    public string? TaskId { get; init; }

    /// <summary>The subtask's id.</summary>
    public string? SubtaskId { get; init; }

    public string? Name { get; init; }

    public DateTimeOffset BeganAt { get; init; }

    /// <summary>Whether its ids are still those of the job before, because its start was reported ahead of them.</summary>
    public bool IsIdPending { get; init; }

    /// <summary>Whether they may be, because its start was not heard as it came: its name is its own.</summary>
    public bool IsIdUnsure { get; init; }

    /// <summary>Whether it was there before a gap, and its ids were not said since: it may have ended in it.</summary>
    public bool IsUnconfirmed { get; init; }

    /// <summary>Whether it is nobody's print: <c>print_type</c> <c>system</c>.</summary>
    public bool IsCalibration { get; init; }

    /// <summary>Whether it was seen in RUNNING.</summary>
    public bool HasRun { get; init; }

    /// <summary>Whether it was seen on its way: figures of its own, below 100 %.</summary>
    public bool HasProgressed { get; init; }

    /// <summary>Whether it reached 100 %, or its last layer with nothing left, in RUNNING.</summary>
    public bool IsDone { get; init; }

    /// <summary>Whether a code of a person's cancel came while it was under way.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>The code that stood before it began: no word about this job.</summary>
    public uint CarriedCode { get; init; }

    /// <summary>The reason of a failure that stood before it began.</summary>
    public uint CarriedReason { get; init; }

    /// <summary>Until when a FINISH may still be that of the job before.</summary>
    public DateTimeOffset? EchoUntil { get; init; }

    /// <summary>
    /// How it ended, if the word that stood beside its ids when it was first heard of, after a gap, is its own; null for one that was heard
    /// as it began.
    /// </summary>
    public BambuPrintState? EchoOutcome { get; init; }

    /// <summary>The figures of the job before, which may still stand.</summary>
    public JobFigures? Stale { get; init; }

    public JobDoubt Doubt { get; init; }

    /// <summary>Whether a failure without a code was not heard as it came: a cancel's code stands for seconds.</summary>
    public bool IsFailureLate { get; init; }

    /// <summary>What a failure is of which no code comes.</summary>
    public BambuPrintState FailureOutcome => IsFailureLate ? BambuPrintState.Unknown : BambuPrintState.Failed;

    /// <summary>Since when.</summary>
    public DateTimeOffset DoubtedAt { get; init; }

    /// <summary>How it ended; null while it is under way, and where nobody saw a job.</summary>
    public BambuPrintState? Outcome { get; init; }

    /// <summary>Whether it is under way.</summary>
    public bool IsOpen => Phase is JobPhase.Active or JobPhase.Paused;

    /// <summary>Whether there is nothing that could be paused or stopped.</summary>
    public bool IsOver => !IsOpen || Doubt is JobDoubt.Failure or JobDoubt.Idle;

    /// <summary>Whether nothing becomes of it but by a word about it: most reports have none.</summary>
    public bool IsPlain => Doubt == JobDoubt.None && Stale is null && (HasProgressed || !IsOpen);

    public bool HasId => (TaskId ?? SubtaskId) is not null;

    /// <summary>When the doubt is decided if nothing more is heard; null for no doubt.</summary>
    public DateTimeOffset? DecidedAt => Doubt switch
    {
        JobDoubt.Failure => DoubtedAt + JobRules.LongestFailureDoubt,
        JobDoubt.Idle => DoubtedAt + JobRules.IdleDoubt,
        JobDoubt.Echo => DoubtedAt + JobRules.EchoDoubt,
        _ => null,
    };
}
