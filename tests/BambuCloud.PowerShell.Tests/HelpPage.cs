using System.Text.RegularExpressions;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What a page of <c>docs/en-US</c> says of a parameter in one parameter set.</summary>
internal sealed record PageParameterSet(string Set, string Position, bool Mandatory, bool ByValue, bool ByName);

/// <summary>A page of <c>docs/en-US</c>, in the schema of PlatyPS 1.</summary>
internal sealed partial class HelpPage(string path)
{
    private readonly string _text = File.ReadAllText(path).ReplaceLineEndings("\n");

    public string Text => _text;

    /// <summary>Where the page stands on the web.</summary>
    public string HelpUri => Regex.Match(_text, @"^HelpUri: (?<address>.*)$", RegexOptions.Multiline).Groups["address"].Value;

    public string Synopsis => Section("SYNOPSIS");

    /// <summary>The code blocks of the examples.</summary>
    public IReadOnlyList<string> Examples => [.. ExampleCode().Matches(Section("EXAMPLES")).Select(match => match.Groups["code"].Value)];

    /// <summary>What stands above each example.</summary>
    public IReadOnlyList<string> ExampleTitles =>
        [.. Regex.Matches(Section("EXAMPLES"), "^### (?<title>.+)$", RegexOptions.Multiline).Select(match => match.Groups["title"].Value)];

    /// <summary>The files that the page links to.</summary>
    public IReadOnlyList<string> LinkedFiles => [.. LinkToFile().Matches(_text).Select(match => match.Groups["file"].Value)];

    /// <summary>The words about each parameter.</summary>
    public IReadOnlyDictionary<string, string> Descriptions =>
        Parameters().ToDictionary(match => match.Groups["name"].Value, match => match.Groups["words"].Value.Trim());

    /// <summary>What the page says of a parameter's sets.</summary>
    public IReadOnlyList<PageParameterSet> SetsOf(string parameter) =>
    [
        .. ParameterSet().Matches(Parameters().Single(match => match.Groups["name"].Value == parameter).Groups["yaml"].Value)
            .Select(match => new PageParameterSet(
            match.Groups["set"].Value, match.Groups["position"].Value, Flag(match, "required"), Flag(match, "value"),
            Flag(match, "property"))),
    ];

    private MatchCollection Parameters() => Parameter().Matches(Section("PARAMETERS"));

    private string Section(string heading) =>
        Regex.Match(_text, $@"^## {heading}\n(?<body>.*?)(?=^## [A-Z]|\z)",
            RegexOptions.Multiline | RegexOptions.Singleline).Groups["body"].Value.Trim();

    private static bool Flag(Match match, string group) => bool.Parse(match.Groups[group].Value);

    [GeneratedRegex(@"^```powershell\n(?<code>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ExampleCode();

    [GeneratedRegex(@"\]\((?<file>[^):]+)\)")]
    private static partial Regex LinkToFile();

    [GeneratedRegex(@"^### -(?<name>\w+)\n(?<words>.*?)^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex(
        @"- Name: (?<set>.+)\n  Position: (?<position>.+)\n  IsRequired: (?<required>.+)\n  ValueFromPipeline: (?<value>.+)\n"
        + @"  ValueFromPipelineByPropertyName: (?<property>.+)\n")]
    private static partial Regex ParameterSet();
}
