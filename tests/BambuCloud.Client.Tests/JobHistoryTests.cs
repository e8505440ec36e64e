using System.Globalization;
using System.Text.Json.Nodes;
using BambuCloud.Client.Reports;
using FsCheck;
using FsCheck.Fluent;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>
/// Random but possible histories of printers, told as real ones tell them: delayed, repeated, lost, out of order (mqtt.md, <i>Ends</i>).
/// A failure says the reports and FsCheck's seed.
/// </summary>
public sealed class JobHistoryTests
{
    private static readonly int Cases = Fuzzing.Cases(1_000, soak: 20_000);

    private static readonly Gen<Job> AnyJob =
        from end in Gen.Elements(Enum.GetValues<Way>())
        from local in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from lateId in Gen.Elements(true, false)
        from aheadOfId in Gen.Elements(true, false)
        from prepare in Gen.Choose(0, 2)
        from leftovers in Gen.Elements(true, false)
        from pauses in Gen.Choose(0, 2)
        from spool in Gen.Elements(true, false)
        from repeat in Gen.Choose(0, 2)
        from reset in Gen.Elements(true, false)
        from idle in Gen.Choose(0, 2)
        from straight in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Job(end, local, lateId, aheadOfId, prepare, leftovers, pauses, spool, repeat, reset, idle, straight);

    private static readonly Gen<History> AnyHistory =
        from jobs in Gen.Choose(1, 4).SelectMany(count => AnyJob.ArrayOf(count))
        from full in Gen.Elements(true, false)
        from gaps in Gen.Choose(0, 60).ArrayOf(2)
        select new History(jobs, full, gaps);

    /// <summary>How a job ends, and how the printer tells it.</summary>
    private enum Way
    {
        Finish,
        FinishLate,
        Fail,
        FailBare,
        CancelBefore,
        CancelWith,
        CancelAfter,
        CancelByReason,
        CancelToIdle,
        PowerLoss,
    }

    [Fact]
    public void Given_possible_histories_when_printers_tell_them_in_their_ways_then_each_print_has_one_start_one_end_and_its_verdict() =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(Cases), Prop.ForAll(AnyHistory.ToArbitrary(), history =>
        {
            string? wrong = WrongIn(history);
            return (wrong is null).Label(wrong ?? "");
        }));

    private static string? WrongIn(History history)
    {
        PrinterStory story = new();
        Teller teller = new(story, history.Full, history.Gaps);
        List<string> expected = [];
        foreach ((Job job, int number) in history.Jobs.Select((job, index) => (job, index + 1)))
        {
            teller.Tell(job, number, number == history.Jobs.Length ? null : history.Jobs[number]);
            expected.Add($"{PrintStarted}");
            expected.Add($"{job.Verdict}");
        }
        story.Take("40s");
        string told = string.Join(", ", story.Told
            .Where(item => item.Type is PrintStarted or PrintFinished or PrintFailed or PrintCancelled or PrintEnded)
            .Select(item => $"{item.Type}"));
        return told == string.Join(", ", expected) ? null
            : $"expected: {string.Join(", ", expected)}; told: {told}; {string.Join(" ", teller.Said)}";
    }

    /// <summary>A job, and what is odd in how it is told.</summary>
    private sealed record Job(
        Way End, bool Local, bool LateId, bool AheadOfId, int Prepare, bool Leftovers, int Pauses, bool Spool, int Repeat, bool Reset,
            int Idle,
        bool Straight)
    {
        public BambuPrinterEventType Verdict => End switch
        {
            Way.Finish or Way.FinishLate => PrintFinished,
            Way.Fail or Way.FailBare => PrintFailed,
            Way.PowerLoss => PrintEnded,
            _ => PrintCancelled,
        };
    }

    private sealed record History(Job[] Jobs, bool Full, int[] Gaps)
    {
        public override string ToString() =>
            $"{(Full ? "full reports" : "deltas")}, gaps after {string.Join(',', Gaps)}, {string.Join(" / ", Jobs.AsEnumerable())}";
    }

    /// <summary>A printer that tells its jobs: what it says stands until it says something else.</summary>
    private sealed class Teller
    {
        private readonly PrinterStory _story;
        private readonly bool _full;
        private readonly int[] _gaps;
        private bool _isBegun;
        private string _word = "IDLE";

        public Teller(PrinterStory story, bool full, int[] gaps)
        {
            (_story, _full, _gaps) = (story, full, gaps);
            _story.Take("I");
        }

        public List<string> Said { get; } = [];

        public void Tell(Job job, int number, Job? next)
        {
            // A full report repeats the old word: only after an idle it says something new.
            bool straight = job is { Straight: true, Local: false, End: Way.Finish or Way.Fail or Way.CancelWith } && !_isBegun
                && (!_full || _word == "IDLE");
            if (straight)
            {
                Say($"\"task_id\":\"{number}\",\"subtask_id\":\"{number}\",\"subtask_name\":\"job {number}\"", mayBreak: false);
            }
            else
            {
                Begin(job, number);
                Run(job);
            }
            End(job, next, number);
        }

        private void Begin(Job job, int number)
        {
            if (_isBegun)
            {
                _isBegun = false;
                return; // It was told before the end of the job before.
            }
            string id = job.Local ? "0" : number.ToString(CultureInfo.InvariantCulture);
            string ids = $"\"task_id\":\"{id}\",\"subtask_id\":\"{id}\",\"subtask_name\":\"job {number}\"";
            string figures = job.Leftovers ? "" : ",\"mc_percent\":0,\"layer_num\":0,\"mc_remaining_time\":60";
            string first = job.Prepare > 0 ? "PREPARE" : "RUNNING";
            string begin = $"\"gcode_state\":\"{first}\",\"print_error\":0{figures}";
            if (job.AheadOfId)
            {
                Say(begin);
                Say(ids);
            }
            else if (job.LateId && !job.Local)
            {
                Say($"{begin},\"task_id\":\"0\",\"subtask_id\":\"0\",\"subtask_name\":\"job {number}\"");
                Say(ids);
            }
            else
            {
                Say($"{ids},{begin}");
            }
            for (int again = 1; again < job.Prepare; again++)
            {
                Say("\"gcode_state\":\"PREPARE\"");
            }
        }

        private void Run(Job job)
        {
            Say(
                "\"gcode_state\":\"RUNNING\",\"fail_reason\":\"0\",\"mc_percent\":3,\"layer_num\":1,\"total_layer_num\":40,\"mc_remaining_time\":50");
            for (int pause = 0; pause < job.Pauses; pause++)
            {
                Say("\"gcode_state\":\"PAUSE\"");
                Say("\"gcode_state\":\"RUNNING\"");
            }
            if (job.Spool)
            {
                Say("\"gcode_state\":\"IDLE\"");
                _story.Take("5s");
                Say("\"gcode_state\":\"RUNNING\"");
            }
            Say("\"mc_percent\":60,\"layer_num\":25,\"mc_remaining_time\":20");
        }

        private void End(Job job, Job? next, int number)
        {
            string reset = job.Reset ? ",\"mc_percent\":0,\"layer_num\":0,\"total_layer_num\":0,\"subtask_name\":\"\"" : "";
            switch (job.End)
            {
                case Way.Finish:
                    Say("\"mc_percent\":100,\"layer_num\":40,\"mc_remaining_time\":0");
                    Say($"\"gcode_state\":\"FINISH\"{reset}");
                    break;
                case Way.FinishLate:
                    Say("\"mc_percent\":100,\"layer_num\":40,\"mc_remaining_time\":0");
                    if (next is { Local: false })
                    {
                        _isBegun = true;
                        Say($"\"gcode_state\":\"PREPARE\",\"task_id\":\"{number + 1}\",\"subtask_id\":\"{number + 1}\"");
                    }
                    Say("\"gcode_state\":\"FINISH\"");
                    break;
                case Way.Fail:
                    Say($"\"gcode_state\":\"FAILED\",\"print_error\":83935248{reset}");
                    break;
                case Way.FailBare:
                    Say($"\"gcode_state\":\"FAILED\"{reset}");
                    _story.Take("4s");
                    break;
                case Way.CancelBefore:
                    Say("\"print_error\":50348044");
                    Say($"\"gcode_state\":\"FAILED\"{reset}");
                    break;
                case Way.CancelWith:
                    Say($"\"gcode_state\":\"FAILED\",\"print_error\":83902478{reset}");
                    break;
                case Way.CancelAfter:
                    Say($"\"gcode_state\":\"FAILED\"{reset}");
                    Say("\"print_error\":50348044");
                    break;
                case Way.CancelByReason:
                    Say($"\"gcode_state\":\"FAILED\",\"fail_reason\":\"50348044\"{reset}");
                    break;
                case Way.CancelToIdle:
                    Say("\"print_error\":50348044");
                    Say("\"gcode_state\":\"IDLE\"");
                    break;
                case Way.PowerLoss:
                    Say(
                        "\"gcode_state\":\"IDLE\",\"mc_percent\":0,\"layer_num\":0,\"task_id\":\"0\",\"subtask_id\":\"0\",\"subtask_name\":\"\"");
                    break;
            }
            for (int again = 0; again < job.Repeat && job.End is Way.Finish or Way.Fail; again++)
            {
                Say(job.End == Way.Finish ? "\"gcode_state\":\"FINISH\"" : "\"gcode_state\":\"FAILED\"");
            }
            if (job.End is not Way.FailBare and not Way.Fail)
            {
                _story.Take("1s");
                Say("\"print_error\":0");
            }
            for (int idle = 0; idle < job.Idle && !_isBegun; idle++)
            {
                Say(
                    "\"gcode_state\":\"IDLE\",\"print_error\":0,\"fail_reason\":\"0\",\"task_id\":\"0\",\"subtask_id\":\"0\",\"subtask_name\":\"\"");
            }
        }

        // After a gap nobody can know whether ids came early, or a whole job was missed.
        private void Say(string members, bool mayBreak = true)
        {
            string step = $"{{{members}}}";
            _word = JsonNode.Parse(step)!["gcode_state"]?.ToString() ?? _word;
            Said.Add(step);
            _story.Take(_full ? $"full{step}" : step);
            if (mayBreak && _gaps.Contains(Said.Count))
            {
                Said.Add("gap");
                _story.Take("gap", "full{}");
            }
        }
    }
}
