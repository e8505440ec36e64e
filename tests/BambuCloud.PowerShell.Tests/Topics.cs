namespace BambuCloud.PowerShell.Tests;

/// <summary>The <c>about_</c> topics: Markdown in <c>docs/en-US</c>, and the files that <c>Get-Help</c> shows.</summary>
internal static class Topics
{
    public static IReadOnlyList<string> Names { get; } = ["about_BambuCloud", "about_BambuCloud_Events", "about_BambuCloud_Objects",
        "about_BambuCloud_Sessions", "about_BambuCloud_Simulator"];

    public static string[] Markdown(string name) => File.ReadAllLines(Path.Combine(Built.Pages, $"{name}.md"));

    public static string[] Shown(string name) =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Built.HelpFile)!, $"{name}.help.txt"));
}
