using System.Text.RegularExpressions;
using BambuCloud.Client.Http;

namespace BambuCloud.Client.Tests;

/// <summary>The table of <c>docs/api-coverage.md</c> says what is so.</summary>
public sealed partial class ApiCoverageTests
{
    private const string Document = "API_DEVICES.md";

    private static readonly string Repository = FindRepository();

    private static readonly IReadOnlyList<Row> Table = [.. RowLine().Matches(Read("docs", "api-coverage.md")).Select(line => new Row(
        line.Groups["endpoint"].Value, line.Groups["from"].Value, line.Groups["cmdlet"].Value,
            [.. Code().Matches(line.Groups["tests"].Value).Select(name => name.Groups[1].Value)]))];

    [Fact]
    public void Given_the_coverage_table_when_it_is_compared_with_the_client_then_both_have_the_same_endpoints() =>
        Assert.Equal(Route.All.Select(route => route.ToString()).Order(StringComparer.Ordinal),
            Table.Select(row => row.Endpoint).Order(StringComparer.Ordinal));

    [Fact]
    public void Given_the_coverage_table_when_it_is_compared_with_the_specification_then_both_have_the_same_endpoints()
    {
        string path = Path.Combine(Repository, "..", "shared", "api", Document);
        Assert.SkipUnless(File.Exists(path), $"{Document} is not beside the repository.");

        IEnumerable<string> documented = HttpBlock().Matches(File.ReadAllText(path))
            .SelectMany(block => RequestLine().Matches(block.Value))
            .Select(line => line.Groups[1].Value);

        Assert.Equal(
            documented.Distinct().Order(StringComparer.Ordinal),
            Table.Where(row => row.From == Document).Select(row => row.Endpoint).Order(StringComparer.Ordinal));
        Assert.All(Table, row => Assert.Contains(row.From, new[] { Document, "rest.md" }));
    }

    [Fact]
    public void Given_the_coverage_table_when_it_names_a_cmdlet_then_the_module_exports_it()
    {
        string exported = Exported().Match(Read("BambuCloud.psd1")).Value;

        Assert.All(Table, row => Assert.Contains($"'{row.Cmdlet}'", exported, StringComparison.Ordinal));
    }

    [Fact]
    public void Given_the_coverage_table_when_it_names_tests_then_they_are_there()
    {
        HashSet<string?> files = [.. Directory.EnumerateFiles(Path.Combine(Repository, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)];

        Assert.All(Table, row => Assert.NotEmpty(row.Tests));
        Assert.Subset(files, Table.SelectMany(row => row.Tests).ToHashSet<string?>());
    }

    private static string Read(params ReadOnlySpan<string> path) =>
        File.ReadAllText(Path.Combine([Repository, .. path])).ReplaceLineEndings("\n");

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "BambuCloud.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"^\| `(?<endpoint>[A-Z]+ /[^`]*)` \| (?<from>[^|]*) \| `(?<cmdlet>[^`|]*)` \| [^|]* \| (?<tests>[^|]*) \|$",
        RegexOptions.Multiline)]
    private static partial Regex RowLine();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^```http\r?\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex HttpBlock();

    /// <summary>Method and path without the query. The storage's addresses have no path.</summary>
    [GeneratedRegex(@"^([A-Z]+ /[^\s?]*)", RegexOptions.Multiline)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\([^)]*\)")]
    private static partial Regex Exported();

    private sealed record Row(string Endpoint, string From, string Cmdlet, IReadOnlyList<string> Tests);
}
