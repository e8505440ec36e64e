using System.Text.RegularExpressions;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>The table of JobRules.md, row by row, as printers tell it by full reports and deltas.</summary>
public sealed partial class JobRulesTests
{
    private static readonly BambuPrinterEventType[] OfJobs =
        [PrintStarted, PrintPaused, PrintResumed, PrintFinished, PrintFailed, PrintCancelled, PrintEnded, CalibrationStarted,
            CalibrationEnded];

    public static TheoryData<string, string, string, string, string> Rows()
    {
        TheoryData<string, string, string, string, string> rows = [];
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "JobRules.md")))
        {
            if (Row().Match(line) is { Success: true } row)
            {
                rows.Add(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value, row.Groups[5].Value);
            }
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Given_a_row_of_the_table_when_its_reports_come_then_its_events_are_told_and_its_state_is_shown(
        string number, string why, string reports, string events, string state)
    {
        PrinterStory story = new();

        foreach (Match step in Step().Matches(reports))
        {
            story.Take(step.Groups[1].Value);
        }

        string told = string.Join(", ", story.Told.Where(item => OfJobs.Contains(item.Type)).Select(Describe));
        Assert.True(events.Trim() == told, $"{number}, {why}: {told}");
        Assert.Equal(state, $"{story.Status.State}");
    }

    [Fact]
    public void Given_the_table_when_it_is_read_then_no_row_is_overlooked() => Assert.True(Rows().Count >= 73);

    private static string Describe(BambuPrinterEvent item) =>
        item.Type is CalibrationStarted or CalibrationEnded ? $"{item.Type}" : $"{item.Type} {item.Status!.TaskId ?? item.Status.JobName}";

    [GeneratedRegex(@"^\| (J\d+) \| ([^|]*) \| ([^|]*) \| ?([^|]*) \| (\w+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Step();
}
