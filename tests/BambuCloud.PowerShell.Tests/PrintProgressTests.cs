using System.Management.Automation;
using System.Text.RegularExpressions;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>The bars of a farm that prints, in a window of the usual 24 lines.</summary>
public sealed class PrintProgressTests : CloudTest
{
    private const int MostBars = 8;

    private protected override SimulatorOptions Options { get; } = new() { Speed = 1, Printers = 40 };

    [Fact]
    public async Task Of_a_farm_those_that_end_soonest_have_bars_and_one_says_what_the_others_do()
    {
        await StartAsync([.. Cloud.DeviceIds.SkipLast(1)]); // The last one is offline.
        await WatchAsync(async bars =>
        {
            await UntilAsync(() => Told(bars, "more", "32 printing, slowest .* left"), "the others are told of together");

            ProgressRecord[] all = [.. Drawn(bars)];
            Assert.InRange(all.Select(bar => bar.ActivityId).Distinct().Count(), 2, MostBars);
            Assert.All(all, bar => Assert.Equal(-1, bar.SecondsRemaining)); // PowerShell would write 1200 where the text says 20m.
            Assert.Contains(all, bar => bar.StatusDescription.Contains("m left, ", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Of_a_farm_those_in_trouble_have_bars_before_those_that_end_soon()
    {
        string[] ids = [.. Cloud.DeviceIds.SkipLast(1)];
        await StartAsync(ids);
        string last = Prompt.Run($"(Get-BambuDevice -DeviceId '{ids[^1]}').Name").Succeeded().Only.ToString();
        string other = Prompt.Run($"(Get-BambuDevice -DeviceId '{ids[^2]}').Name").Succeeded().Only.ToString();
        await WatchAsync(async bars =>
        {
            await UntilAsync(() => Told(bars, "more", "32 printing"), "all are seen");
            await HappenAsync($"printers/{ids[^1]}/pause");
            await HappenAsync($"printers/{ids[^2]}/offline");

            await UntilAsync(() => Told(bars, $"{last}: ", "Paused"), "the paused one has a bar");
            await UntilAsync(() => Told(bars, $"{other}: ", @"^offline since \d"), "the offline one has a bar");
            Assert.All(Drawn(bars), bar => Assert.InRange(bar.ActivityId, 1, MostBars));
        });
    }

    [Fact]
    public async Task While_the_connection_is_down_each_bar_says_so_and_since_when()
    {
        await StartAsync(Cloud.DeviceIds.First());
        await WatchAsync(async bars =>
        {
            await UntilAsync(() => Told(bars, "P1S 1: ", "left"), "there is a bar");

            await HappenAsync("connections/drop");

            await UntilAsync(() => Told(bars, "P1S 1: ", @"^no connection since \d"), "the bar says that the connection is down");
            await UntilAsync(() => Task.FromResult(bars[^1].StatusDescription.Contains("left", StringComparison.Ordinal)), "it is back");
        });
    }

    private static Task<bool> Told(PSDataCollection<ProgressRecord> bars, string activity, string pattern) => Task.FromResult(
        Drawn(bars).Any(bar => bar.Activity.Contains(activity, StringComparison.Ordinal)
            && Regex.IsMatch(bar.StatusDescription, pattern)));

    // More come meanwhile.
    private static IEnumerable<ProgressRecord> Drawn(PSDataCollection<ProgressRecord> bars)
    {
        for (int index = 0; index < bars.Count; index++)
        {
            yield return bars[index];
        }
    }

    private async Task StartAsync(params string[] printers)
    {
        foreach (string id in printers)
        {
            await HappenAsync($"printers/{id}/start");
        }
    }

    // Watches until something was seen.
    private async Task WatchAsync(Func<PSDataCollection<ProgressRecord>, Task> seen)
    {
        using System.Management.Automation.PowerShell watch = Prompt.Start("Watch-BambuPrinter | Out-Null");
        IAsyncResult running = watch.BeginInvoke();
        await seen(watch.Streams.Progress);
        await watch.StopAsync(null, null);
        Assert.Throws<PipelineStoppedException>(() => watch.EndInvoke(running));
    }
}
