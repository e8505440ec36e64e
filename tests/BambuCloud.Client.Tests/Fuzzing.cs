namespace BambuCloud.Client.Tests;

/// <summary>How many made-up cases a test tries: some in every run, many in the long run that <c>BAMBU_SOAK=1</c> asks for.</summary>
internal static class Fuzzing
{
    /// <summary>The trait of the tests that try more in the long run, which can be filtered by.</summary>
    public const string Trait = "Fuzzing";

    /// <summary>Whether this is the long run.</summary>
    public static bool Soak { get; } = Environment.GetEnvironmentVariable("BAMBU_SOAK") == "1";

    public static int Cases(int everyRun, int soak) => Soak ? soak : everyRun;
}
