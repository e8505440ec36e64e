namespace BambuCloud.Client.Reports;

/// <summary>
/// Starts, pauses and ends of jobs: (job, what a report says) → (job, what happened). JobRules.md has the rules as a table, each row of
/// which is a test. A verdict once given stays until the next job.
/// </summary>
internal static class JobRules
{
    /// <summary>How long a failure without a code waits for one at least: the next report may come in the same moment.</summary>
    public static readonly TimeSpan ShortestFailureDoubt = TimeSpan.FromSeconds(1);

    /// <summary>How long it waits for one at most.</summary>
    public static readonly TimeSpan LongestFailureDoubt = TimeSpan.FromSeconds(3);

    /// <summary>How long an AMS may take to go on with another spool.</summary>
    public static readonly TimeSpan IdleDoubt = TimeSpan.FromSeconds(10);

    /// <summary>How late the FINISH of a job may come that another one followed at once.</summary>
    public static readonly TimeSpan EchoDoubt = TimeSpan.FromSeconds(30);

    /// <summary>How long after its start a job may get its ids.</summary>
    public static readonly TimeSpan LongestIdDelay = TimeSpan.FromMinutes(1);

    /// <summary>How long a printer may say nothing in its print: it says something every second.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private const int Done = 100;

    /// <summary>The job that a first full report shows; nothing of it is news.</summary>
    /// <param name="remembered">The job that was the latest when the printer was last listened to: its verdict holds.</param>
    /// <param name="report">The report.</param>
    public static JobTrack First(JobTrack remembered, in JobReport report)
    {
        JobTrack first = First(report);
        bool isKnown = !first.IsOpen && remembered.Outcome is not null && IsSame(remembered, report);
        return isKnown ? first with { Outcome = remembered.Outcome } : first;
    }

    /// <summary>Takes in what a report says.</summary>
    public static JobStep Next(JobTrack job, in JobReport report) => job.IsOpen ? NextOfOpen(job, report) : NextOfClosed(job, report);

    /// <summary>Decides a doubt whose time is over.</summary>
    public static JobStep Decide(JobTrack job) => job.Doubt switch
    {
        JobDoubt.Failure => InferredStep(job, job.FailureOutcome),
        JobDoubt.Idle => InferredStep(job, BambuPrintState.Unknown, JobPhase.None),
        JobDoubt.Echo => InferredStep(job, job.EchoOutcome ?? BambuPrintState.Finished),
        _ => new JobStep(job),
    };

    private static JobTrack First(in JobReport report)
    {
        JobTrack job = Begin(JobTrack.Unknown, report) with { HasProgressed = true };
        uint code = report.Code != 0 ? report.Code : report.FailReason;
        return report.Word switch
        {
            // A code stands for seconds: in PREPARE it is left of the job before.
            GcodeState.Prepare or GcodeState.Slicing =>
                job with { CarriedCode = report.Code, CarriedReason = report.FailReason },
            GcodeState.Running => Observe(job, report) with { CarriedReason = report.FailReason },
            GcodeState.Pause =>
                Observe(job, report) with { Phase = JobPhase.Paused, HasRun = true, CarriedReason = report.FailReason },
            GcodeState.Finish => End(job, BambuPrintState.Finished),
            GcodeState.Failed => End(job, VerdictOf(code)),
            _ => job with { Phase = JobPhase.None },
        };
    }

    // A cancel's code stands for seconds → a failure that was not heard as it came may have been one.
    private static BambuPrintState VerdictOf(uint code) => code == 0 ? BambuPrintState.Unknown
        : BambuPrintErrors.IsCancel(code) ? BambuPrintState.Cancelled
        : BambuPrintState.Failed;

    private static JobStep NextOfOpen(JobTrack job, in JobReport report)
    {
        if (job.Doubt == JobDoubt.Failure && report.IsAfterGap && !job.IsFailureLate)
        {
            job = job with { IsFailureLate = true };
        }
        bool isOther = IsOther(job, report);
        if (!isOther)
        {
            job = Observe(job, report);
        }
        else if (SaysActive(report.Word) || (report.SaysEnd && report.IsAfterGap))
        {
            return Replace(job, report); // Else a word that ends is about the job that is known: ids may come ahead of their job.
        }
        else if (job.Doubt == JobDoubt.Echo)
        {
            // Nothing else came under its ids: the word in doubt was its own, where it was not in print before that of the job before it.
            return report.SaidWord && report.Word != report.WordBefore ? Replace(job, report)
                : InferredStep(job, job.EchoOutcome ?? BambuPrintState.Unknown);
        }
        if (!report.SaidWord)
        {
            return Silent(job, report);
        }
        switch (report.Word)
        {
            case GcodeState.Prepare or GcodeState.Slicing or GcodeState.Running:
                JobTrack active = job.Phase == JobPhase.Active && job.Doubt == JobDoubt.None ? job
                    : job with { Phase = JobPhase.Active, Doubt = JobDoubt.None, EchoOutcome = null };
                return new JobStep(active) { Resumed = job.Phase == JobPhase.Paused };
            case GcodeState.Pause:
                JobTrack paused = job.Phase == JobPhase.Paused ? job
                    : job with { Phase = JobPhase.Paused, HasRun = true, Doubt = JobDoubt.None, EchoOutcome = null };
                return new JobStep(paused) { Paused = job.Phase != JobPhase.Paused };
            case GcodeState.Finish when !job.HasRun && job.EchoUntil > report.Now
                && job.EchoOutcome is null or BambuPrintState.Finished:
                return new JobStep(Doubt(job, JobDoubt.Echo, report.Now));
            case GcodeState.Finish:
                return EndStep(job, BambuPrintState.Finished);
            case GcodeState.Failed:
                return Failed(job, report);
            case GcodeState.Idle when isOther && report.IsAfterGap:
                return InferredStep(job, Inferred(job, report), JobPhase.None, isAfterGap: true);
            case GcodeState.Idle:
                return Idle(job, report);
            default:
                return Silent(job, report); // INIT, OFFLINE and unknown words say nothing about the job.
        }
    }

    // A report that has no word about the job may still have what a doubt waits for.
    private static JobStep Silent(JobTrack job, in JobReport report) => job.Doubt switch
    {
        JobDoubt.Failure => Failed(job, report),
        JobDoubt.Idle when job.IsCancelled => Idle(job, report),
        // The word that counts is yet to come.
        JobDoubt.Idle or JobDoubt.Echo when report.IsAfterGap => new JobStep(job with { DoubtedAt = report.Now }),
        _ => new JobStep(job),
    };

    private static JobStep Failed(JobTrack job, in JobReport report)
    {
        uint code = report.Code != job.CarriedCode || (report.SaidCode && !report.IsFull) ? report.Code : 0;
        if (code == 0 && (report.FailReason != job.CarriedReason || (report.SaidFailReason && !report.IsFull)))
        {
            code = report.FailReason;
        }
        if (job.IsCancelled || BambuPrintErrors.IsCancel(code))
        {
            return EndStep(job, BambuPrintState.Cancelled);
        }
        if (code == 0 && job.EchoOutcome is not (null or BambuPrintState.Finished))
        {
            return new JobStep(job); // The word that is in doubt, once more.
        }
        bool waited = job.Doubt == JobDoubt.Failure && report.Now - job.DoubtedAt >= ShortestFailureDoubt;
        bool isLate = report.IsAfterGap || report.IsAfterSilence || (job.Doubt == JobDoubt.Failure && job.IsFailureLate);
        job = job.IsFailureLate == isLate ? job : job with { IsFailureLate = isLate };
        return code != 0 ? EndStep(job, BambuPrintState.Failed)
            : waited ? InferredStep(job, job.FailureOutcome)
            : new JobStep(Doubt(job, JobDoubt.Failure, report.Now));
    }

    // What restarted has no ids any more; what changes its spool keeps them.
    private static JobStep Idle(JobTrack job, in JobReport report)
    {
        BambuPrintState outcome = Inferred(job, report);
        bool forgotten = job.HasId ? !report.HasId : job.Name is not null && report.Name is null;
        return outcome != BambuPrintState.Unknown || forgotten
            ? InferredStep(job, outcome, JobPhase.None, report.IsAfterGap)
            : new JobStep(Doubt(job, JobDoubt.Idle, report.Now));
    }

    // Another job without an idle between: the one before has ended.
    private static JobStep Replace(JobTrack job, in JobReport report)
    {
        JobStep next = Start(job, report);
        return next with
        {
            Replaced = job,
            ReplacedOutcome = Inferred(job, report),
            IsReplacedLate = report.IsAfterGap || IsMissed(job),
            Job = next.Job with { EchoUntil = report.Now + EchoDoubt },
        };
    }

    private static JobStep NextOfClosed(JobTrack job, in JobReport report)
    {
        bool starts = report.SaidWord && (SaysActive(report.Word) || (report.SaysEnd && IsNews(job, report)));
        bool idle = report.SaidWord && report.Word == GcodeState.Idle && job.Phase != JobPhase.None;
        return starts ? Start(job, report) : new JobStep(idle ? job with { Phase = JobPhase.None } : job);
    }

    // A full report repeats the old word beside the next job's ids; a delta says what is new.
    private static bool IsNews(JobTrack job, in JobReport report)
    {
        bool newCode = report.Word == GcodeState.Failed && report.Code != 0 && report.Code != report.CodeBefore;
        // A job that is over has no other end → it is another run, of the same job perhaps; but for the word of an end that was inferred.
        bool ownWord = job is { Phase: JobPhase.None, Outcome: not null, HasId: true } && report.HasId && IsSame(job, report);
        bool otherEnd = report.IsAfterGap && !ownWord && report.Word != report.WordBefore
            && report.WordBefore is GcodeState.Idle or GcodeState.Finish or GcodeState.Failed;
        // What ended in IDLE without ids gets none any more: they are another one's, whatever its name.
        bool otherIds = job is { Phase: JobPhase.None, HasId: false } && report.HasId;
        return otherEnd || (report.HasIdentity && (otherIds || !IsSame(job, report))
            && (report.Word != report.WordBefore || !report.IsFull || report.IsAfterGap || newCode));
    }

    private static JobStep Start(JobTrack before, in JobReport report)
    {
        if (report is { IsAfterGap: true, SaysEnd: true } && !IsSame(before, report))
        {
            return StartAtEnd(before, report);
        }
        JobTrack job = Observe(Begin(before, report), report);
        JobStep step = report.Word switch
        {
            GcodeState.Pause => new JobStep(job with { Phase = JobPhase.Paused, HasRun = true }) { Paused = true },
            GcodeState.Finish => EndStep(job, BambuPrintState.Finished),
            GcodeState.Failed => Failed(job, report),
            _ => new JobStep(job),
        };
        return step with { Started = true };
    }

    // Ids may come ahead of their job → the word may be that of a job that was not heard, and only the ids are this one's.
    private static JobStep StartAtEnd(JobTrack before, in JobReport report)
    {
        JobTrack job = Begin(before, report) with
        {
            CarriedCode = report.Code,
            CarriedReason = report.FailReason,
            EchoOutcome = report.Word == GcodeState.Finish ? BambuPrintState.Finished
                : VerdictOf(report.Code != 0 ? report.Code : report.FailReason),
        };
        return new JobStep(Doubt(job, JobDoubt.Echo, report.Now)) { Started = true };
    }

    private static JobTrack Begin(JobTrack before, in JobReport report) => new()
    {
        Phase = JobPhase.Active,
        TaskId = report.TaskId,
        SubtaskId = report.SubtaskId,
        Name = report.Name,
        BeganAt = report.Now,
        IsIdPending = IsSame(before, report) && (before.HasId || !report.HasId), // New ids are its own, whatever its name.
        EchoUntil = report.IsAfterGap ? report.Now + EchoDoubt : null,
        IsIdUnsure = report.IsAfterGap && report.Word == GcodeState.Prepare,
        IsCalibration = report.IsCalibration,
        CarriedCode = report.IsAfterGap && report.Word is not (GcodeState.Prepare or GcodeState.Slicing) ? 0
            : report.CodeBefore, // It stands for seconds.
        CarriedReason = report.FailReasonBefore,
        Stale = report.FiguresBefore,
    };

    // What a report adds to what is known of its job; the same object, for most reports.
    private static JobTrack Observe(JobTrack job, in JobReport report)
    {
        bool runs = job.HasRun || report.Word == GcodeState.Running;
        bool progressed = job.HasProgressed || (report.Figures.Progress < Done && report.Figures != job.Stale);
        bool reached = job.HasRun && job.HasProgressed && (report.Figures.Progress == Done || report.IsAtLastLayer);
        bool done = job.IsDone || (reached && report.Word == GcodeState.Running);
        bool cancelled = job.IsCancelled
            || (BambuPrintErrors.IsCancel(report.Code) && (report.Code != job.CarriedCode || (report.SaidCode && !report.IsFull)));
        uint carried = report.Code == job.CarriedCode ? job.CarriedCode : 0;
        uint carriedReason = report.FailReason == job.CarriedReason ? job.CarriedReason : 0;
        string? task = job.IsIdPending ? report.TaskId : report.TaskId ?? job.TaskId;
        string? subtask = job.IsIdPending ? report.SubtaskId : report.SubtaskId ?? job.SubtaskId;
        string? name = report.Name ?? job.Name;
        bool sameId = task == job.TaskId && subtask == job.SubtaskId;
        // Ids come seconds after the start → those that still stand are its own: it is another run of the same job.
        bool pending = job.IsIdPending && !(report is { HasId: true, IsAfterGap: false } && IsIdDelayOver(job, report));
        bool unconfirmed = !report.HasId && (job.IsUnconfirmed || (report.IsAfterGap && job.HasId));
        if (sameId && name == job.Name && unconfirmed == job.IsUnconfirmed && pending == job.IsIdPending
            && (runs, progressed, done) == (job.HasRun, job.HasProgressed, job.IsDone)
            && (cancelled, carried, carriedReason) == (job.IsCancelled, job.CarriedCode, job.CarriedReason))
        {
            return job;
        }
        return job with
        {
            HasRun = runs,
            HasProgressed = progressed,
            IsDone = done,
            IsCancelled = cancelled,
            CarriedCode = carried,
            CarriedReason = carriedReason,
            TaskId = task,
            SubtaskId = subtask,
            Name = name,
            IsUnconfirmed = unconfirmed,
            IsIdPending = pending && (sameId || (task ?? subtask) is null),
        };
    }

    // The printer never said how it ended, or only that it failed.
    private static BambuPrintState Inferred(JobTrack job, in JobReport report) => job switch
    {
        { IsCancelled: true } => BambuPrintState.Cancelled,
        { EchoOutcome: { } own } => report.IsAfterGap ? BambuPrintState.Unknown : own, // What would have shown whose it was may be missed.
        { Doubt: JobDoubt.Failure } => job.FailureOutcome,
        { IsDone: true } => BambuPrintState.Finished,
        _ => BambuPrintState.Unknown,
    };

    private static JobTrack Doubt(JobTrack job, JobDoubt doubt, DateTimeOffset now) =>
        job.Doubt == doubt ? job
        : job with { Doubt = doubt, DoubtedAt = now, EchoOutcome = doubt == JobDoubt.Echo ? job.EchoOutcome : null };

    private static JobTrack End(JobTrack job, BambuPrintState outcome, JobPhase phase = JobPhase.Ended) =>
        job with { Phase = phase, Outcome = outcome, Doubt = JobDoubt.None, EchoOutcome = null };

    private static JobStep EndStep(JobTrack job, BambuPrintState outcome, JobPhase phase = JobPhase.Ended) =>
        new(End(job, outcome, phase)) { Outcome = outcome };

    private static JobStep InferredStep(
        JobTrack job, BambuPrintState outcome, JobPhase phase = JobPhase.Ended, bool isAfterGap = false) =>
        EndStep(job, outcome, phase) with { IsLate = isAfterGap || IsMissed(job) };

    // Whether the word of its end was not heard as it came.
    private static bool IsMissed(JobTrack job) =>
        job.EchoOutcome is not null || job.IsUnconfirmed || job is { Doubt: JobDoubt.Failure, IsFailureLate: true };

    private static bool IsIdDelayOver(JobTrack job, in JobReport report) => report.Now - job.BeganAt >= LongestIdDelay;

    private static bool SaysActive(GcodeState word) => word.IsPrinting();

    // A print that did not come from the cloud has task "0": then its own name has to do.
    private static bool IsSame(JobTrack job, in JobReport report) =>
        job.TaskId is not null && report.TaskId is not null ? job.TaskId == report.TaskId
        : job.SubtaskId is not null && report.SubtaskId is not null ? job.SubtaskId == report.SubtaskId
        : job.Name is not null && job.Name == report.Name;

    // One that began without an id, or ahead of its ids, and gets them under the same name, is no other one. One that is prepared under
    // another name than what was printed, or was heard of before a gap, is: its ids are to come. What is printed has its own.
    private static bool IsOther(JobTrack job, in JobReport report)
    {
        bool haveNames = job.Name is not null && report.Name is not null;
        bool sameName = haveNames && job.Name == report.Name;
        bool isInTime = !IsIdDelayOver(job, report);
        bool isPreparing = report.SaidWord && report.Word is GcodeState.Prepare or GcodeState.Slicing;
        bool isIdDue = (job.IsIdPending && (isInTime || (report.IsAfterGap && sameName)) && !(isPreparing && job.HasRun))
            || (job is { IsIdUnsure: true, HasRun: false, IsCancelled: false } && isInTime && sameName);
        bool isPrepared = isPreparing && (job.HasRun || job.EchoOutcome is not null || (report.IsAfterGap && !job.IsIdPending));
        return (isPrepared && haveNames && !sameName)
            || (((job.HasId && report.HasId) || haveNames) && !isIdDue && !IsSame(job, report));
    }
}
