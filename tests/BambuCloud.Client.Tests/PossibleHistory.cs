using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace BambuCloud.Client.Tests;

/// <summary>How a job of a <see cref="PossibleHistory"/> ends.</summary>
internal enum JobEnding
{
    Finish,
    FinishAfterNextPrepare,
    NextAtOnceWhenDone,
    NextAtOnce,
    FailWithCode,
    FailWithoutCode,
    CancelCodeBefore,
    CancelCodeWith,
    CancelCodeAfter,
    CancelReasonOnly,
    RestartWhenDone,
    Restart,
    CancelInPrepareThenIdle,
    StraightFailure,
    StraightFinish,
}

/// <summary>A job, and what its printer makes of telling it.</summary>
/// <param name="Ending">How it ends.</param>
/// <param name="Local">Whether it has no ids.</param>
/// <param name="LateId">Whether its ids come after its start.</param>
/// <param name="OldFigures">Whether the figures of the job before still stand while it is prepared.</param>
/// <param name="Pauses">How often it is paused.</param>
/// <param name="SpoolChange">Whether an AMS changes its spool meanwhile, which looks like an idle printer.</param>
/// <param name="Resets">Whether the end takes figures and names away.</param>
/// <param name="Repeats">How often each word is said again.</param>
/// <param name="Idle">Whether the printer is idle before the next job.</param>
/// <param name="Other">Another client's word of its state, or none.</param>
internal sealed record PossibleJob(
    JobEnding Ending, bool Local, bool LateId, bool OldFigures, int Pauses, bool SpoolChange, bool Resets, int Repeats, bool Idle,
        string? Other);

/// <summary>What a printer says at one moment.</summary>
/// <param name="Job">The number of the job that it is about; -1 for none.</param>
/// <param name="Members">What changes.</param>
/// <param name="Seconds">How long nothing more comes.</param>
internal sealed record Moment(int Job, (string Name, string Value)[] Members, double Seconds);

/// <summary>
/// What a real printer may do and say, one job after the other: it delays, repeats, forgets and carries over its words as those of the
/// field's list do (mqtt.md, <i>Ends</i>). It has nothing of the engine's rules.
/// </summary>
internal sealed class PossibleHistory
{
    private const int FirstTask = 700;
    private const string CancelCode = "50348044";
    private const string OtherCancelCode = "83902478";
    private const string ErrorCode = "83935248";

    private readonly List<Moment> _moments = [];
    private string _word = "IDLE";
    private int _job = -1;

    public PossibleHistory(PossibleJob[] jobs, bool full, bool sameName = false)
    {
        SameName = sameName;
        Full = full;
        Jobs = jobs;
        for (int job = 0; job < jobs.Length; job++)
        {
            Add(jobs[job], job, job + 1 < jobs.Length);
        }
    }

    public static Gen<PossibleJob> AnyJob { get; } =
        from ending in Gen.Elements(Enum.GetValues<JobEnding>())
        from local in Gen.Elements(false, false, true)
        from lateId in Gen.Elements(false, true)
        from oldFigures in Gen.Elements(false, true)
        from pauses in Gen.Choose(0, 2)
        from spool in Gen.Elements(false, false, true)
        from resets in Gen.Elements(false, true)
        from repeats in Gen.Choose(0, 2)
        from idle in Gen.Elements(false, true)
        from other in Gen.Elements(null, "\"UNKNOWN\"", "\"\"", "\"INIT\"")
        select new PossibleJob(ending, local, lateId, oldFigures, pauses, spool, resets, repeats, idle, other);

    public IReadOnlyList<PossibleJob> Jobs { get; }

    /// <summary>Whether the printer always says everything.</summary>
    public bool Full { get; }

    /// <summary>Whether all of its jobs that have ids have one name, as those of one file that is printed again and again.</summary>
    public bool SameName { get; }

    public IReadOnlyList<Moment> Moments => _moments;

    /// <summary>What a job is called here.</summary>
    public static string NameOf(int job) => string.Create(CultureInfo.InvariantCulture, $"job {job}");

    /// <summary>What the job is called here that an end names.</summary>
    public string NameOf(BambuPrinterStatus end) =>
        SameName && end.TaskId is { } id ? NameOf(int.Parse(id, CultureInfo.InvariantCulture) - FirstTask) : end.JobName ?? "?";

    /// <summary>How a job that was heard whole is to be told.</summary>
    public static BambuPrintState VerdictOf(JobEnding ending) => ending switch
    {
        JobEnding.Finish or JobEnding.FinishAfterNextPrepare or JobEnding.NextAtOnceWhenDone or JobEnding.RestartWhenDone
            or JobEnding.StraightFinish => BambuPrintState.Finished,
        JobEnding.FailWithCode or JobEnding.FailWithoutCode or JobEnding.StraightFailure => BambuPrintState.Failed,
        JobEnding.NextAtOnce or JobEnding.Restart => BambuPrintState.Unknown,
        _ => BambuPrintState.Cancelled,
    };

    public override string ToString() => string.Join(" / ", Jobs.Select((job, number) => $"{number}: {job}"))
        + string.Join("", _moments.Select(moment => string.Create(CultureInfo.InvariantCulture,
            $"\n  {moment.Job} {string.Join(' ', moment.Members.Select(member => $"{member.Name}={member.Value}"))} {moment.Seconds} s")));

    private void Add(PossibleJob job, int number, bool another)
    {
        int before = _job;
        _job = number;
        (string, string)[] identity = job.Local
            ? [("task_id", "\"0\""), ("subtask_id", "\"0\""), ("subtask_name", Quoted(SaidNameOf(number))), ("print_type", "\"local\"")]
            : [("task_id", Quoted($"{FirstTask + number}")), ("subtask_id", Quoted($"{1700 + number}")),
                ("subtask_name", Quoted(SaidNameOf(number))), ("print_type", "\"cloud\"")];
        bool straight = job.Ending is JobEnding.StraightFailure or JobEnding.StraightFinish;
        // A full printer that says the same word again beside other ids has said nothing of the new job.
        if (straight && !job.Local && !(Full && _word is "FAILED" or "FINISH"))
        {
            Say(job, 5, identity);
            Say(job, 5, job.Ending == JobEnding.StraightFinish ? [Word("FINISH"), ("mc_percent", "100")]
                : [Word("FAILED"), ("print_error", ErrorCode)]);
            After(job);
            return;
        }
        Begin(job, identity, before);
        if (job.Ending != JobEnding.CancelInPrepareThenIdle)
        {
            Print(job);
        }
        End(job, another);
    }

    private void Begin(PossibleJob job, (string, string)[] identity, int before)
    {
        (string, string)[] figures = job.OldFigures ? [] : [("mc_percent", "0"), ("layer_num", "0"), ("total_layer_num", "20")];
        bool late = job.LateId && !job.Local && _word is "IDLE" or "FINISH";
        bool isEcho = before >= 0 && Jobs[before].Ending == JobEnding.FinishAfterNextPrepare && _word == "RUNNING";
        Say(job, 4, [Word("PREPARE"), .. late ? [("subtask_name", Quoted(SaidNameOf(_job)))] : identity, .. figures, ("stg_cur", "2")]);
        if (late)
        {
            Say(job, 3, identity);
        }
        if (isEcho)
        {
            _moments.Add(new Moment(before, [("gcode_state", "\"FINISH\"")], 2));
            Say(job, 2, [Word("PREPARE")]);
        }
    }

    private void Print(PossibleJob job)
    {
        Say(job, 5, [Word("RUNNING"), ("mc_percent", "0"), ("layer_num", "0"), ("total_layer_num", "20"), ("mc_remaining_time", "9"),
            ("stg_cur", "0"), ("print_error", "0")]);
        Say(job, 5, [("mc_percent", "30"), ("layer_num", "6")]);
        for (int pause = 0; pause < job.Pauses; pause++)
        {
            Say(job, 5, [Word("PAUSE"), ("stg_cur", "16")]);
            Say(job, 5, [Word("RUNNING"), ("stg_cur", "0")]);
        }
        if (job.SpoolChange)
        {
            _moments.Add(new Moment(_job, [("gcode_state", "\"IDLE\"")], 7));
            _moments.Add(new Moment(_job, [("gcode_state", "\"RUNNING\"")], 5));
        }
        if (job.Other is { } word)
        {
            _moments.Add(new Moment(_job, [("gcode_state", word)], 2));
            _moments.Add(new Moment(_job, [("gcode_state", "\"RUNNING\"")], 5));
        }
        if (job.Ending is JobEnding.NextAtOnceWhenDone or JobEnding.RestartWhenDone or JobEnding.FinishAfterNextPrepare)
        {
            Say(job, 5, [("mc_percent", "100"), ("layer_num", "20"), ("mc_remaining_time", "0")]);
        }
    }

    private void End(PossibleJob job, bool another)
    {
        switch (job.Ending)
        {
            case JobEnding.NextAtOnceWhenDone or JobEnding.NextAtOnce or JobEnding.FinishAfterNextPrepare when another:
                return;
            case JobEnding.FailWithCode:
                Say(job, 5, [Word("FAILED"), ("print_error", ErrorCode)]);
                break;
            case JobEnding.FailWithoutCode:
                Say(job, 5, [Word("FAILED")]);
                break;
            case JobEnding.CancelCodeBefore:
                Say(job, 1, [("print_error", CancelCode)]);
                Say(job, 5, [Word("FAILED")]);
                break;
            case JobEnding.CancelCodeWith:
                Say(job, 5, [Word("FAILED"), ("print_error", OtherCancelCode)]);
                break;
            case JobEnding.CancelCodeAfter:
                _moments.Add(new Moment(_job, [Word("FAILED")], 0.5));
                Say(job, 5, [("print_error", CancelCode)]);
                break;
            case JobEnding.CancelReasonOnly:
                Say(job, 5, [Word("FAILED"), ("fail_reason", Quoted(CancelCode))]);
                break;
            case JobEnding.CancelInPrepareThenIdle:
                Say(job, 1, [("print_error", CancelCode)]);
                Idle(job);
                return;
            case JobEnding.RestartWhenDone or JobEnding.Restart or JobEnding.NextAtOnce:
                Idle(job);
                return;
            default:
                Say(job, 5, job.Resets ? [Word("FINISH"), ("mc_percent", "100"), ("layer_num", "0"), ("total_layer_num", "0")]
                    : [Word("FINISH"), ("mc_percent", "100"), ("layer_num", "20"), ("mc_remaining_time", "0")]);
                break;
        }
        After(job);
    }

    private void After(PossibleJob job)
    {
        Say(job, 5,
            [("print_error", "0"), ("fail_reason", "\"0\""), .. job.Resets ? [("mc_percent", "0")] : Array.Empty<(string, string)>()]);
        if (job.Idle)
        {
            Idle(job);
        }
    }

    private void Idle(PossibleJob job)
    {
        _job = -1;
        Say(job, 12, [Word("IDLE"), ("task_id", "\"0\""), ("subtask_id", "\"0\""), ("subtask_name", "\"\""), ("mc_percent", "0"),
            ("print_type", "\"idle\""), ("print_error", "0"), ("fail_reason", "\"0\""), ("stg_cur", "255")]);
    }

    private string SaidNameOf(int job) => SameName && !Jobs[job].Local ? "plate" : NameOf(job);

    private (string, string) Word(string word)
    {
        _word = word;
        return ("gcode_state", Quoted(word));
    }

    private void Say(PossibleJob job, double seconds, (string, string)[] members)
    {
        for (int time = 0; time <= job.Repeats; time++)
        {
            _moments.Add(new Moment(_job, members, seconds / (job.Repeats + 1)));
        }
    }

    private static string Quoted(string text) => $"\"{text}\"";
}
