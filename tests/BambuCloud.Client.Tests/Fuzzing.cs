using System.Globalization;
using FsCheck;

namespace BambuCloud.Client.Tests;

/// <summary>How many made-up cases a test tries: some in every run, many in the long run that <c>BAMBU_SOAK=1</c> asks for.</summary>
internal static class Fuzzing
{
    /// <summary>The trait of the tests that try more in the long run, which can be filtered by.</summary>
    public const string Trait = "Fuzzing";

    /// <summary>Whether this is the long run.</summary>
    public static bool Soak { get; } = Environment.GetEnvironmentVariable("BAMBU_SOAK") == "1";

    public static int Cases(int everyRun, int soak) => Soak ? soak : everyRun;

    /// <summary>
    /// The same cases in every run, so that a change is to blame where one fails; others each time in the long run, or those of the seed
    /// that <c>BAMBU_REPLAY</c> names as FsCheck writes it.
    /// </summary>
    /// <param name="cases">How many.</param>
    public static Config Config(int cases)
    {
        Config config = FsCheck.Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(cases);
        ulong[] seed = [.. (Environment.GetEnvironmentVariable("BAMBU_REPLAY") ?? (Soak ? "" : "2026,1128"))
            .Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => ulong.Parse(part, CultureInfo.InvariantCulture))];
        return seed switch
        {
            [] => config,
            [var first, var gamma] => config.WithReplay(first, gamma | 1),
            [var first, var gamma, var size] => config.WithReplay(first, gamma, (int)size),
            _ => throw new InvalidOperationException("BAMBU_REPLAY has two or three numbers."),
        };
    }
}
