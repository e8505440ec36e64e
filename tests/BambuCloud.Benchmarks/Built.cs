using System.Reflection;

namespace BambuCloud.Benchmarks;

/// <summary>Where the build left what is measured.</summary>
internal static class Built
{
    public static string Module { get; } = Metadata(nameof(Module));

    public static string EmptyModule { get; } = Metadata(nameof(EmptyModule));

    public static string Engine { get; } = Metadata(nameof(Engine));

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
