using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Playground;

/// <summary>Steps one by one: each command at a prompt, what PowerShell prints, and whether it did what it should.</summary>
internal static class Tour
{
    /// <summary>Runs all steps.</summary>
    /// <returns>The exit code: 0 only if every step did what it should.</returns>
    public static int Run(PowerShellSession shell, IEnumerable<Step> steps, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        int failures = 0;
        foreach (Step step in steps)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return 1;
            }
            Console.WriteLine();
            Console.WriteLine($"PS> {step.Command}");
            (Collection<PSObject> objects, bool succeeded) = shell.Run(step.Command);
            if (!succeeded || !step.Holds(objects))
            {
                failures++;
                Console.WriteLine($"!!! expected: {step.Expectation}");
            }
        }
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(failures == 0 ? "Every step did what it should" : $"{failures} steps did not do what they should")}, "
            + $"in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s."));
        return failures == 0 ? 0 : 1;
    }
}
