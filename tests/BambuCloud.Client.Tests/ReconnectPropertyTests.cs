using System.Globalization;
using System.Text;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;
using FsCheck;
using FsCheck.Fluent;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>
/// A lost connection changes nothing of what is told of prints. A failure says the reports and FsCheck's seed.
/// </summary>
[Trait(Fuzzing.Trait, "reconnects")]
public sealed class ReconnectPropertyTests
{
    private static readonly int Cases = Fuzzing.Cases(500, soak: 20_000);

    private static readonly string[] Words = ["IDLE", "PREPARE", "RUNNING", "RUNNING", "PAUSE", "FINISH", "FINISH", "FAILED", "SLICING",
        "INIT", "UNKNOWN", "DANCING", ""];

    private static readonly Gen<Change> AnyChange = Gen.OneOf(
        Of("gcode_state", [.. Words.Select(word => $"\"{word}\"")]),
        Of("gcode_state", [.. Words.Select(word => $"\"{word}\"")]),
        Of("task_id", "\"0\"", "\"1\"", "2", "\"3\"", "\"\""),
        Of("subtask_name", "\"cube\"", "\"\"", "\"ball\""),
        Of("mc_percent", "0", "50", "\"100\""),
        Of("print_error", "0", "50348044", "\"50364419\""),
        Of("hms", "[]", """[{"attr":50332416,"code":65537}]""", """[{"attr":50332416,"code":65537},{"attr":117473280,"code":131073}]"""),
        Of("ams", Tray("PLA"), Tray("ABS"), """{"tray_now":"255","ams":[{"id":"0","tray":[{"id":"1"}]}]}"""));

    private static readonly Gen<Change[]> AnyReport = AnyChange.ArrayOf().Where(changes => changes.Length > 0).Resize(3);

    /// <summary>
    /// Anything that a printer may say, and where the connection breaks: after how many reports, and how many come before the full one.
    /// </summary>
    private static readonly Gen<Wild> AnyWild =
        from reports in AnyReport.ArrayOf(14)
        from cuts in Gen.Choose(0, 14).ArrayOf(3)
        from overlap in Gen.Choose(0, 3)
        select new Wild(reports, cuts, overlap);

    /// <summary>Jobs as printers go through them.</summary>
    private static readonly Gen<Life> AnyLife =
        from begin in Gen.Elements<string[]>(["PREPARE"], ["PREPARE", "PREPARE"], [])
        from pauses in Gen.Choose(0, 2)
        from resumed in Gen.Elements(true, true, false)
        from end in Gen.Elements<string[]>(["FINISH"], ["FINISH", "FINISH"], ["FAILED"], ["CANCELLED", "CANCELLED"], [])
        from after in Gen.Elements<string[]>(["IDLE"], ["IDLE 0", "IDLE 0"], [])
        from noise in Gen.Elements(true, false)
        select new Life(
        [
            .. begin, "RUNNING", .. Enumerable.Repeat<string[]>(["PAUSE", "RUNNING"], pauses).SelectMany(words => words),
            .. (resumed ? [] : new[] { "PAUSE" }), .. end, .. after,
        ], noise);

    private static readonly Gen<Lives> AnyLives =
        from lives in Gen.Choose(1, 5).SelectMany(count => AnyLife.ArrayOf(count))
        from first in Gen.Choose(-1, 40)
        from lost in Gen.OneOf(Gen.Choose(0, 4), Gen.Choose(0, 20))
        select new Lives(lives, first, lost);

    [Fact]
    public void Given_any_reports_when_reconnects_cut_them_anywhere_then_starts_and_ends_of_prints_take_turns() => Check(AnyWild, wild =>
    {
        List<string> told = Tell(wild.Reports, wild.Cuts, wild.Overlap);
        bool open = false;
        foreach (string item in told)
        {
            bool starts = item.StartsWith($"{PrintStarted}", StringComparison.Ordinal);
            if (starts == open)
            {
                return string.Join(", ", told);
            }
            open = starts || item is nameof(PrintPaused) or nameof(PrintResumed);
        }
        return null;
    });

    [Fact]
    public void Given_prints_when_reconnects_cut_their_reports_and_none_is_lost_then_what_is_told_of_them_is_the_same() =>
        Check(AnyLives, lives =>
    {
        Change[][] reports = [.. lives.Moments().Select(moment => moment.Report)];
        List<string> whole = Tell(reports, [], 0);
        List<string> cut = Tell(reports, [lives.From, lives.From + lives.Lost], lives.Lost % 4);
        return whole.SequenceEqual(cut) ? null : $"uncut: {string.Join(", ", whole)}; cut: {string.Join(", ", cut)}";
    });

    [Fact]
    public void Given_prints_of_which_a_part_was_not_heard_when_the_connection_stands_again_then_each_start_and_end_is_told_once() =>
        Check(AnyLives, lives =>
    {
        List<(int Job, string Word, Change[] Report)> moments = [.. lives.Moments()];
        int from = Math.Min(lives.From, moments.Count - 1);
        int to = Math.Min(from + 1 + lives.Lost, moments.Count - 1);
        List<string> expected = Known(moments.Where((_, at) => at <= from || at >= to).Select(moment => (moment.Job, moment.Word)));
        List<string> told = Tell([.. moments.Select(moment => moment.Report)], from, to);
        return expected.SequenceEqual(told) ? null
            : $"heard up to {from} and from {to} on; expected: {string.Join(", ", expected)}; told: {string.Join(", ", told)}";
    });

    private static void Check<T>(Gen<T> cases, Func<T, string?> fault) => FsCheck.Check.One(
        Fuzzing.Config(Cases),
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            string? wrong = fault(one);
            return (wrong is null).Label(wrong ?? "");
        }));

    private static Gen<Change> Of(string member, params string[] values) => Gen.Elements(values).Select(value => new Change(member, value));

    private static string Tray(string material) =>
        $$"""{"tray_now":"1","ams":[{"id":"0","tray":[{"id":"1","tray_type":"{{material}}"}]}]}""";

    /// <summary>What is told when after each of the cuts the connection is made again, and nothing is lost.</summary>
    private static List<string> Tell(Change[][] reports, int[] cuts, int overlap)
    {
        Teller teller = new();
        int fullDue = -1;
        for (int heard = 0; heard <= reports.Length; heard++)
        {
            if (heard > 0)
            {
                teller.Delta(reports[heard - 1]);
            }
            if (cuts.Contains(heard))
            {
                teller.Interrupt();
                fullDue = heard + overlap;
            }
            if (heard == fullDue)
            {
                teller.Full();
            }
        }
        if (fullDue > reports.Length)
        {
            teller.Full();
        }
        return teller.Told;
    }

    /// <summary>What is told when nothing is heard between two reports, and the later one is a full one.</summary>
    private static List<string> Tell(Change[][] reports, int from, int to)
    {
        Teller teller = new();
        for (int at = 0; at < reports.Length; at++)
        {
            if (at > from && at < to)
            {
                teller.Miss(reports[at]);
            }
            else if (at > from && at == to)
            {
                teller.Miss(reports[at]);
                teller.Interrupt();
                teller.Full();
            }
            else
            {
                teller.Delta(reports[at]);
            }
        }
        return teller.Told;
    }

    /// <summary>What can be known from the moments that were heard.</summary>
    private static List<string> Known(IEnumerable<(int Job, string Word)> heard)
    {
        List<string> known = [];
        int job = 0;
        string now = "IDLE";
        foreach ((int itsJob, string word) in heard)
        {
            bool open = now is "RUNNING" or "PAUSE";
            string next = word is "PREPARE" ? "RUNNING" : word.Split(' ')[0];
            if (open && (itsJob != job || next == "IDLE"))
            {
                known.Add($"{PrintEnded}");
                open = false;
                now = "IDLE";
            }
            if (next != "IDLE" && itsJob != job)
            {
                known.Add(string.Create(CultureInfo.InvariantCulture, $"{PrintStarted} {itsJob}"));
                (open, now) = (true, "RUNNING");
            }
            if (open && next != now)
            {
                known.Add($"{next switch
                {
                    "PAUSE" => PrintPaused,
                    "RUNNING" => PrintResumed,
                    "FINISH" => PrintFinished,
                    "FAILED" => PrintFailed,
                    _ => PrintCancelled,
                }}");
            }
            (job, now) = next == "IDLE" ? (job, "IDLE") : (itsJob, next);
        }
        return known;
    }

    private sealed record Change(string Member, string Value)
    {
        public override string ToString() => $"{Member}:{Value}";
    }

    private sealed record Wild(Change[][] Reports, int[] Cuts, int Overlap)
    {
        public override string ToString() =>
            $"cut after {string.Join(',', Cuts)}, the full report {Overlap} later: "
                + $"{string.Join(" / ", Reports.Select(report => string.Join(' ', report.AsEnumerable())))}";
    }

    private sealed record Life(string[] Words, bool Noise);

    private sealed record Lives(Life[] Jobs, int From, int Lost)
    {
        public IEnumerable<(int Job, string Word, Change[] Report)> Moments()
        {
            for (int job = 1; job <= Jobs.Length; job++)
            {
                int step = 0;
                foreach (string word in Jobs[job - 1].Words)
                {
                    string state = word == "CANCELLED" ? "FAILED" : word.Split(' ')[0];
                    string error = word switch { "CANCELLED" => "50348044", "FAILED" => "50364419", _ => "0" };
                    string id = word.EndsWith(" 0", StringComparison.Ordinal) ? "0" : job.ToString(CultureInfo.InvariantCulture);
                    List<Change> report = [new("gcode_state", $"\"{state}\""), new("task_id", $"\"{id}\""), new("print_error", error)];
                    step += 10;
                    if (Jobs[job - 1].Noise)
                    {
                        report.Add(new Change("mc_percent", state == "FINISH" ? "100" : step.ToString(CultureInfo.InvariantCulture)));
                        report.Add(new Change("ams", Tray(step % 20 == 0 ? "PLA" : "ABS")));
                    }
                    yield return (job, word, [.. report]);
                }
            }
        }

        public override string ToString() => string.Join(" / ", Moments().Select(moment => $"{moment.Word}@{moment.Job}"));
    }

    /// <summary>A printer that knows its whole state and says what it is asked to, and the engine that hears it.</summary>
    private sealed class Teller
    {
        private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(31); // Longer than any doubt.
        private static readonly PrinterStateEngine Engine = new(Redaction.OfNone);

        private readonly Dictionary<string, string> _printer = new() { ["gcode_state"] = "\"IDLE\"", ["task_id"] = "\"0\"" };
        private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        private PrinterState _known = PrinterState.Of("01P00A000000001", online: true);

        public Teller() => Full();

        public List<string> Told { get; } = [];

        public void Delta(Change[] changes)
        {
            Miss(changes);
            Hear(1, changes.ToLookup(change => change.Member).Select(same => same.Last()).Select(change => (change.Member, change.Value)));
        }

        public void Miss(Change[] changes) => Array.ForEach(changes, change => _printer[change.Member] = change.Value);

        public void Full() => Hear(0, _printer.Select(member => (member.Key, member.Value)));

        public void Interrupt() => _known = _known with { Interrupted = true };

        private void Hear(int message, IEnumerable<(string Name, string Value)> members)
        {
            string report =
                $$$"""
                    {"print":{"command":"push_status","msg":{{{message}}},
                    {{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}}}
                    """;
            List<BambuPrinterEvent> events = [];
            _known = Engine.Apply(_known, Encoding.UTF8.GetBytes(report), _now, events, out _, out _);
            _now += BetweenReports;
            _known = PrinterStateEngine.Decide(_known, _now, events);
            Told.AddRange(events
                .Where(item => item.Type is PrintStarted or PrintPaused or PrintResumed or PrintFinished or PrintFailed or PrintCancelled
                    or PrintEnded)
                .Select(item => item.Type == PrintStarted ? $"{item.Type} {item.Status!.TaskId}" : $"{item.Type}"));
        }
    }
}
