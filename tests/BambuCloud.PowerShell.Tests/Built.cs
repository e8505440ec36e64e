using System.Reflection;

namespace BambuCloud.PowerShell.Tests;

/// <summary>Where the build left what is tested.</summary>
internal static class Built
{
    /// <summary>The importable module's folder.</summary>
    public static string ModuleFolder { get; } = Metadata("ModuleFolder");

    /// <summary>The module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(ModuleFolder, "BambuCloud.psd1");

    /// <summary>The help that the module shows.</summary>
    public static string HelpFile { get; } = Path.Combine(ModuleFolder, "en-US", "BambuCloud.PowerShell.dll-Help.xml");

    /// <summary>The pages that the help is made of.</summary>
    public static string Pages { get; } = Path.Combine(Metadata("TestsFolder"), "..", "docs", "en-US");

    /// <summary>The engine that runs in a process of its own.</summary>
    public static string Engine { get; } = Output("BambuCloud.Engine", "BambuCloud.Engine.dll");

    /// <summary>An assembly named MQTTnet that is not ours.</summary>
    public static string ForeignMqttnet { get; } = Output("ForeignMqttnet", "MQTTnet.dll");

    /// <summary>An assembly named Spectre.Console that is not ours.</summary>
    public static string ForeignSpectre { get; } = Output("ForeignSpectre", "Spectre.Console.dll");

    /// <summary>A sliced cube: 50 layers, 651 s.</summary>
    public static string SlicedFile { get; } = Path.Combine(AppContext.BaseDirectory, "data", "cube.gcode.3mf");

    /// <summary>The cube without G-code.</summary>
    public static string UnslicedFile { get; } = Path.Combine(AppContext.BaseDirectory, "data", "cube-unsliced.3mf");

    /// <summary>The cube on two plates, sliced for a P1S.</summary>
    public static string FileForP1S { get; } = Path.Combine(AppContext.BaseDirectory, "data", "cube-p1s.gcode.3mf");

    private static string Output(string project, string file) => Path.Combine(Metadata("TestsFolder"), project, Metadata("Output"), file);

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
