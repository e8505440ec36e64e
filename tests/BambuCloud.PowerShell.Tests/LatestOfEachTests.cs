using BambuCloud.Output;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What waits for a pipeline's thread that stands still, as one does whose console is held with the mouse.</summary>
public sealed class LatestOfEachTests
{
    private readonly List<Action> _posted = [];
    private readonly List<(string Printer, int Percent)> _shown = [];
    private readonly LatestOfEach<(string Printer, int Percent)> _latest;

    public LatestOfEachTests() => _latest = new LatestOfEach<(string Printer, int Percent)>(_posted.Add, _shown.Add);

    [Fact]
    public void Of_a_thousand_that_come_meanwhile_the_newest_of_each_printer_waits_and_nothing_else()
    {
        for (int percent = 1; percent <= 1000; percent++)
        {
            Report("one", percent);
            Report("two", -percent);
        }

        Assert.Empty(_shown);
        Assert.Single(_posted)();
        Assert.Equal([("one", 1000), ("two", -1000)], _shown);
    }

    [Fact]
    public void What_comes_after_it_was_shown_is_shown_too()
    {
        Report("one", 1);
        _posted[0]();
        Report("one", 2);

        Assert.Equal(2, _posted.Count);
        _posted[1]();
        Assert.Equal([("one", 1), ("one", 2)], _shown);
    }

    [Fact]
    public void What_comes_while_it_is_shown_is_not_lost()
    {
        List<Action> posted = [];
        List<int> shown = [];
        LatestOfEach<int>? latest = null;
        latest = new LatestOfEach<int>(posted.Add, item =>
        {
            shown.Add(item);
            if (item == 1)
            {
                latest!.Post("one", 2);
            }
        });

        latest.Post("one", 1);
        posted[0]();

        Assert.Equal(2, posted.Count);
        posted[1]();
        Assert.Equal([1, 2], shown);
    }

    private void Report(string printer, int percent) => _latest.Post(printer, (printer, percent));
}
