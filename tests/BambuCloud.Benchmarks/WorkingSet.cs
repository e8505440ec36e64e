using System.Diagnostics;

namespace BambuCloud.Benchmarks;

/// <summary>How much memory this process takes, in MiB.</summary>
internal static class WorkingSet
{
    private const double MiB = 1024 * 1024;

    /// <summary>What it takes before something is done, and at the most while it is.</summary>
    public static (double Before, double Highest) During(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        double before = Now();
        double highest = before;
        using CancellationTokenSource done = new();
        Thread watching = new(() =>
        {
            while (!done.IsCancellationRequested)
            {
                highest = Math.Max(highest, Now());
                done.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
            }
        });
        watching.Start();
        action();
        done.Cancel();
        watching.Join();
        return (before, highest);
    }

    private static double Now()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64 / MiB;
    }
}
