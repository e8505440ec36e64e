using System.Text.RegularExpressions;

namespace BambuCloud.PowerShell.Tests;

/// <summary>Topics, their Markdown and the module agree.</summary>
public sealed class TopicTests(UserPrompt prompt) : IClassFixture<UserPrompt>
{
    public static TheoryData<string> Names => [.. Topics.Names];

    [Fact]
    public void There_are_no_other_topics() =>
        Assert.Equal(Topics.Names, Directory.GetFiles(Built.Pages, "about_*.md").Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_topic_has_the_words_of_its_Markdown_and_none_of_its_marks(string name)
    {
        Assert.Equal(WordsOfMarkdown(Topics.Markdown(name)), Topics.Shown(name).SelectMany(Words));
        Assert.DoesNotContain(Topics.Shown(name), line => Regex.IsMatch(line, @"```|\]\(|\w`\w|`\w+`"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_topic_fits_into_80_columns_and_its_synopsis_stands_where_Get_Help_looks_for_it(string name)
    {
        string[] shown = Topics.Shown(name);

        Assert.All(shown, line => Assert.InRange(line.Length, 0, 79));
        Assert.Equal(["TOPIC", $"    {name}", "", "SHORT DESCRIPTION"], shown[..4]);
        Assert.Matches(@"^    [A-Z].*\.$", shown[4]);
        Assert.Equal(shown[4].Trim(),
            prompt.Run(
                $"Get-Help {name} | ForEach-Object Synopsis; (Get-Help -Name about_BambuCloud* | Where-Object Name -eq {name}).Synopsis")
                    .Succeeded().Output[^1].ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_topic_names_only_cmdlets_topics_and_errors_that_there_are(string name)
    {
        string text = string.Join('\n', Topics.Markdown(name));
        string[] known = [.. Lines("Get-Command -Module BambuCloud | ForEach-Object Name"), .. Topics.Names,
            .. Lines("[enum]::GetNames([BambuCloud.BambuErrorKind])").Select(kind => $"BambuCloud.{kind}")];

        IEnumerable<string> named = Regex.Matches(text, @"\b\w+-Bambu\w+|\babout_BambuCloud\w*|`BambuCloud\.\w+`")
            .Select(match => match.Value.Trim('`'));

        Assert.All(named, one => Assert.Contains(one, known));
    }

    [Fact]
    public void The_overview_names_every_cmdlet_and_every_error()
    {
        string text = string.Join('\n', Topics.Markdown("about_BambuCloud"));

        Assert.All(Lines("Get-Command -Module BambuCloud | ForEach-Object Name"),
            cmdlet => Assert.Contains($"`{cmdlet}`", text, StringComparison.Ordinal));
        Assert.All(Lines("[enum]::GetNames([BambuCloud.BambuErrorKind])"),
            kind => Assert.Contains($"`BambuCloud.{kind}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_events_are_told_each_in_a_line_of_its_own_with_all_properties()
    {
        string[] lines = Topics.Markdown("about_BambuCloud_Events");

        Assert.All(Lines("[enum]::GetNames([BambuCloud.BambuPrinterEventType])"),
            type => Assert.Single(lines, line => line.StartsWith($"- `{type}`: ", StringComparison.Ordinal)));
        Assert.All(
            Lines("[BambuCloud.BambuPrinterEvent].GetProperties().Name"),
            property => Assert.Contains(lines, line => line.StartsWith("- ", StringComparison.Ordinal)
                && line.Contains($"`{property}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_objects_are_told_each_with_exactly_its_properties()
    {
        string[] lines = Topics.Markdown("about_BambuCloud_Objects");

        Assert.All(Lines("[BambuCloud.BambuObject].Assembly.ExportedTypes | Where-Object BaseType -EQ ([BambuCloud.BambuObject]) | % Name"),
            type =>
            {
                IEnumerable<string> told = lines.SkipWhile(line => !line.StartsWith($"`{type}`, from ", StringComparison.Ordinal)).Skip(2)
                    .TakeWhile(line => line.StartsWith("- `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);

                Assert.Equal(Lines($"[BambuCloud.{type}].GetProperties().Name").Order(StringComparer.Ordinal),
                    told.Order(StringComparer.Ordinal));
            });
    }

    [Fact]
    public void The_states_of_prints_are_told_each_in_a_line_of_its_own() =>
        Assert.Equal(Lines("[enum]::GetNames([BambuCloud.BambuPrintState])"),
            Topics.Markdown("about_BambuCloud_Objects").SkipWhile(line => line != "## States").Skip(4)
                .TakeWhile(line => line.Length > 0).Select(line => line.Split('`')[1]));

    private IEnumerable<string> Lines(string command) => prompt.Run(command).Succeeded().Output.Select(line => line.ToString());

    private static IEnumerable<string> WordsOfMarkdown(string[] lines)
    {
        bool code = false;
        foreach (string line in lines)
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            code ^= fence;
            string text = fence ? ""
                : code ? line
                : line.StartsWith("# ", StringComparison.Ordinal) ? $"TOPIC {line[2..]}"
                : line.StartsWith("## ", StringComparison.Ordinal) ? line[3..].ToUpperInvariant()
                : line.Replace("`", "", StringComparison.Ordinal);
            foreach (string word in Words(text))
            {
                yield return word;
            }
        }
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
