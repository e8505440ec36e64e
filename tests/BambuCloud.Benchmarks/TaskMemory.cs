using System.Globalization;

namespace BambuCloud.Benchmarks;

/// <summary>Whether listing a hundred times more tasks takes more memory: the most that is alive while they stream.</summary>
internal static class TaskMemory
{
    public static int Run()
    {
        List<double> peaks = [];
        foreach (int tasks in (int[])[1_000, 1_000, 10_000, 100_000]) // The first one warms up.
        {
            using TaskServer server = TaskServer.Start(tasks);
            using ConnectedShell shell = new(server.Address);
            using CancellationTokenSource done = new();
            Task<double> watch = WatchAsync(done.Token);
            shell.Run("Get-BambuTask | Out-Null");
            done.Cancel();
            peaks.Add(watch.GetAwaiter().GetResult());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tasks,7} tasks: heap at its highest {peaks[^1]:0.0} MB"));
        }
        return 0;
    }

    // What is alive, looked at after a collection, so that garbage does not count.
    private static async Task<double> WatchAsync(CancellationToken done)
    {
        double highest = 0;
        while (!done.IsCancellationRequested)
        {
            highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) / 1e6);
            await Task.Delay(TimeSpan.FromMilliseconds(50), done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return highest;
    }
}
