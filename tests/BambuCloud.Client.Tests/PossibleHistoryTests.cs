using System.Globalization;
using System.Text;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;
using FsCheck;
using FsCheck.Fluent;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>
/// No print without exactly one start and one end, and no wrong verdict where it can be known, whatever real printers do. A failure says
/// the history and FsCheck's seed.
/// </summary>
[Trait(Fuzzing.Trait, "histories")]
public sealed class PossibleHistoryTests
{
    private static readonly int Cases = Fuzzing.Cases(1_000, soak: 50_000);
    private static readonly BambuPrinterEventType[] Ends = [PrintFinished, PrintFailed, PrintCancelled, PrintEnded];

    private static readonly Gen<PossibleHistory> AnyHistory =
        from count in Gen.Choose(1, 4)
        from jobs in PossibleHistory.AnyJob.ArrayOf(count)
        from full in Gen.Elements(false, true)
        from sameName in Gen.Elements(false, true)
        select new PossibleHistory(jobs, full, sameName);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Given_any_possible_history_when_it_is_heard_whole_then_each_print_has_one_start_and_its_own_end(bool full)
    {
        Gen<PossibleHistory> histories = from jobs in Gen.Choose(1, 4).SelectMany(count => PossibleHistory.AnyJob.ArrayOf(count))
                                         from sameName in Gen.Elements(false, true)
                                         select new PossibleHistory(jobs, full, sameName);
        Check(histories, history =>
        {
            List<(string Name, BambuPrintState Outcome)> told = Tell(history, lost: [], out string? disorder);
            List<(string, BambuPrintState)> expected = [.. Enumerable.Range(0, history.Jobs.Count).Select(job =>
                (PossibleHistory.NameOf(job), VerdictOf(history, job)))];
            return disorder ?? (told.SequenceEqual(expected) ? null : $"expected {Text(expected)}; told {Text(told)}");
        });
    }

    [Fact]
    public void Given_any_possible_history_when_a_part_is_not_heard_then_what_was_heard_whole_has_its_verdict_and_nothing_untrue_is_told()
    {
        Gen<Range> gap = from start in Gen.Choose(1, 40) from count in Gen.Choose(1, 20) select start..(start + count);
        Gen<(PossibleHistory History, Range[] Gaps)> cut =
            from history in AnyHistory
            from count in Gen.Choose(1, 2)
            from gaps in gap.ArrayOf(count)
            select (history, gaps);
        Check(cut, one =>
        {
            List<(string Name, BambuPrintState Outcome)> told = Tell(one.History, one.Gaps, out string? disorder);
            if (disorder is not null)
            {
                return disorder;
            }
            for (int job = 0; job < one.History.Jobs.Count; job++)
            {
                string name = PossibleHistory.NameOf(job);
                BambuPrintState[] mine = [.. told.Where(end => end.Name == name).Select(end => end.Outcome)];
                BambuPrintState verdict = VerdictOf(one.History, job);
                bool isUntrue = mine.Any(outcome => outcome != verdict && outcome != BambuPrintState.Unknown);
                bool isWhole = IsWhole(one.History, job, one.Gaps);
                // Under one name, the end of a job whose ids were not heard may be told under those of the job before.
                bool isMissing = one.History.SameName ? isWhole && !mine.Contains(verdict) : isWhole && !mine.SequenceEqual([verdict]);
                if ((isUntrue && !one.History.SameName) || (mine.Length > 1 && !one.History.SameName) || isMissing
                    || (mine.Length == 0 && IsHeardInPrint(one.History, job, one.Gaps)))
                {
                    return $"{name}, {string.Join(" and ", one.Gaps)} not heard: told {Text(told)}";
                }
            }
            return null;
        });
    }

    private static bool IsLost(Range[] gaps, int at) => gaps.Any(gap => at >= gap.Start.Value && at < gap.End.Value);

    private static bool IsWhole(PossibleHistory history, int job, Range[] gaps) =>
        !history.Moments.Where((moment, at) => moment.Job == job && IsLost(gaps, at)).Any();

    // What is heard under its own ids in RUNNING was there, whatever else was not heard.
    private static bool IsHeardInPrint(PossibleHistory history, int job, Range[] gaps) =>
        history.Moments.Where((moment, at) => moment.Job == job && !IsLost(gaps, at)
            && moment.Members.Contains(("gcode_state", "\"RUNNING\""))).Any();

    private static BambuPrintState VerdictOf(PossibleHistory history, int job)
    {
        JobEnding ending = history.Jobs[job].Ending;
        bool last = job == history.Jobs.Count - 1;
        return (ending, last) switch
        {
            (JobEnding.NextAtOnceWhenDone or JobEnding.FinishAfterNextPrepare, true) => BambuPrintState.Finished,
            (JobEnding.StraightFailure or JobEnding.StraightFinish, _) when !history.Moments.Any(moment => moment.Job == job
                && moment.Members.Contains(("gcode_state", "\"RUNNING\""))) => PossibleHistory.VerdictOf(ending),
            (JobEnding.StraightFailure or JobEnding.StraightFinish, _) => BambuPrintState.Finished, // It went its way after all.
            _ => PossibleHistory.VerdictOf(ending),
        };
    }

    private static void Check<T>(Gen<T> cases, Func<T, string?> fault) => FsCheck.Check.One(
        Fuzzing.Config(Cases),
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            string? wrong = fault(one);
            return (wrong is null).Label($"{wrong}\n{one}");
        }));

    private static string Text(IEnumerable<(string Name, BambuPrintState Outcome)> ends) =>
        string.Join(", ", ends.Select(end => $"{end.Name} {end.Outcome}"));

    // The ends that are told, with the name of their print; disorder where starts and ends do not take turns.
    private static List<(string Name, BambuPrintState Outcome)> Tell(
        PossibleHistory history, Range[] lost, out string? disorder)
    {
        PrinterStateEngine engine = new(Redaction.OfNone);
        PrinterState state = PrinterState.Of("01P00A000000001", online: true);
        DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        List<BambuPrinterEvent> events = [];
        Dictionary<string, string> printer = new()
        {
            ["gcode_state"] = "\"IDLE\"",
            ["task_id"] = "\"0\"",
            ["subtask_id"] = "\"0\"",
            ["subtask_name"] = "\"\"",
            ["mc_percent"] = "0",
            ["print_error"] = "0",
        };
        Hear(0, printer);
        for (int at = 0; at < history.Moments.Count; at++)
        {
            Moment moment = history.Moments[at];
            foreach ((string name, string value) in moment.Members)
            {
                printer[name] = value;
            }
            bool isLost = IsLost(lost, at);
            state = isLost ? state with { Interrupted = true } : state;
            if (!isLost)
            {
                bool whole = history.Full || state.Interrupted;
                Hear(whole ? 0 : 1, whole ? printer : moment.Members.ToDictionary());
            }
            Pass(moment.Seconds);
        }
        state = lost.Length == 0 ? state : state with { Interrupted = true };
        Hear(0, printer);
        Pass(40);

        List<(string, BambuPrintState)> ends = [];
        disorder = null;
        bool open = false;
        foreach (BambuPrinterEvent item in events)
        {
            bool starts = item.Type == PrintStarted;
            if (starts || Ends.Contains(item.Type))
            {
                disorder ??= starts == open ? $"{item.Type} out of turn: {string.Join(", ", events.Select(each => each.Type))}" : null;
                open = starts;
            }
            if (Ends.Contains(item.Type))
            {
                ends.Add((history.NameOf(item.Status!), item.Outcome!.Value));
            }
        }
        disorder ??= open ? "The last print has no end." : null;
        return ends;

        void Hear(int message, IReadOnlyDictionary<string, string> members)
        {
            string report = string.Create(CultureInfo.InvariantCulture, $$$"""
                {"print":{"command":"push_status","msg":{{{message}}},
                {{{string.Join(',', members.Select(each => $"\"{each.Key}\":{each.Value}"))}}}}}
                """);
            state = engine.Apply(state, Encoding.UTF8.GetBytes(report), now, events, out _, out _);
        }

        void Pass(double seconds)
        {
            for (double passed = 0; passed < seconds; passed += 0.5)
            {
                now += TimeSpan.FromSeconds(Math.Min(0.5, seconds - passed));
                state = PrinterStateEngine.Decide(state, now, events);
            }
        }
    }
}
