using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BambuCloud.PowerShell.Tests;

/// <summary>Cmdlets, pages and the help file that is made of the pages (<c>./build.ps1 -Task Docs</c>) agree.</summary>
public sealed class HelpTests(UserPrompt prompt) : IClassFixture<UserPrompt>
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    [Fact]
    public void Every_cmdlet_has_a_page_and_an_entry_in_the_help_file_and_there_are_no_others()
    {
        IEnumerable<string> cmdlets = Cmdlets().Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal);

        Assert.Equal(cmdlets,
            Directory.GetFiles(Built.Pages, "*-*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));
        Assert.Equal(cmdlets, HelpEntries().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_and_help_file_describe_exactly_the_parameters_that_the_cmdlet_has()
    {
        Dictionary<string, XElement> entries = HelpEntries();
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            string[] parameters = [.. Own(cmdlet).Select(parameter => parameter.Name).Order(StringComparer.Ordinal)];
            IReadOnlyDictionary<string, string> page = PageOf(cmdlet).Descriptions;
            Dictionary<string, string> entry = entries[cmdlet.Name].Elements(Command + "parameters").Elements(Command + "parameter")
                .ToDictionary(parameter => Words(parameter.Element(Maml + "name")),
                    parameter => Words(parameter.Element(Maml + "description")));

            Assert.True(parameters.SequenceEqual(page.Keys.Order(StringComparer.Ordinal)),
                $"{cmdlet.Name}: {string.Join(", ", page.Keys)}");
            Assert.True(parameters.SequenceEqual(entry.Keys.Order(StringComparer.Ordinal)),
                $"{cmdlet.Name}: {string.Join(", ", entry.Keys)}");
            Assert.All(parameters, parameter => Assert.NotEmpty(page[parameter]));
            Assert.All(parameters, parameter => Assert.Equal(Plain(page[parameter]), entry[parameter]));
        }
    }

    [Fact]
    public void A_page_says_of_each_parameter_where_it_stands_whether_it_must_be_given_and_what_it_takes_from_the_pipeline()
    {
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            HelpPage page = PageOf(cmdlet);
            foreach (ParameterMetadata parameter in Own(cmdlet))
            {
                IEnumerable<PageParameterSet> real = parameter.ParameterSets.Select(set => new PageParameterSet(
                    set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key,
                    set.Value.Position == int.MinValue ? "Named" : set.Value.Position.ToString(CultureInfo.InvariantCulture),
                    set.Value.IsMandatory, set.Value.ValueFromPipeline, set.Value.ValueFromPipelineByPropertyName));

                Assert.Equal(
                    real.OrderBy(set => set.Set, StringComparer.Ordinal),
                    page.SetsOf(parameter.Name).OrderBy(set => set.Set, StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void Help_file_and_page_have_the_same_synopsis_and_the_same_examples_at_least_three()
    {
        Dictionary<string, XElement> entries = HelpEntries();
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            HelpPage page = PageOf(cmdlet);
            XElement entry = entries[cmdlet.Name];

            Assert.True(page.Examples.Count >= 3, cmdlet.Name);
            Assert.Equal(page.Examples, entry.Descendants(Dev + "code").Select(code => code.Value.ReplaceLineEndings("\n")));
            Assert.NotEmpty(page.Synopsis);
            Assert.Equal(Plain(page.Synopsis), Words(entry.Element(Command + "details")!.Element(Maml + "description")));
        }
    }

    [Fact]
    public void Examples_fit_into_a_console_of_80_columns()
    {
        foreach (HelpPage page in Cmdlets().Select(PageOf))
        {
            // Get-Help puts four columns before an example's lines, and twenty-one round its title; the last column stays free.
            Assert.All(page.Examples.SelectMany(code => code.Split('\n')), line => Assert.InRange(line.Length, 0, 75));
            Assert.All(page.ExampleTitles, title => Assert.InRange(title.Length, 1, 54));
        }
    }

    [Fact]
    public void Cmdlet_page_and_first_link_of_the_help_name_the_page_that_Online_opens()
    {
        Dictionary<string, XElement> entries = HelpEntries();
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            string address = $"https://github.com/bambucloud/BambuCloud/blob/main/docs/en-US/{cmdlet.Name}.md";
            XElement first = entries[cmdlet.Name].Descendants(Maml + "navigationLink").First();

            Assert.Equal(address, new CommandMetadata(cmdlet).HelpUri);
            Assert.Equal(address, PageOf(cmdlet).HelpUri);
            Assert.Equal(address, first.Element(Maml + "uri")!.Value);
        }
    }

    [Fact]
    public void Nothing_is_left_to_be_filled_in()
    {
        string[] texts = [File.ReadAllText(Built.HelpFile), .. Cmdlets().Select(cmdlet => PageOf(cmdlet).Text)];

        Assert.All(texts, text => Assert.DoesNotContain("{{", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_of_a_page_leads_to_a_file()
    {
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            IReadOnlyList<string> links = PageOf(cmdlet).LinkedFiles;

            Assert.NotEmpty(links);
            Assert.All(links, link => Assert.True(File.Exists(Path.Combine(Built.Pages, link)), $"{cmdlet.Name}: {link}"));
        }
    }

    [Fact]
    public void Every_error_id_of_a_page_is_one_that_the_module_has()
    {
        string[] kinds = prompt.Run("[enum]::GetNames([BambuCloud.BambuErrorKind])").Succeeded().Output.Select(name => name.ToString())
            .ToArray();
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            IEnumerable<string> ids = Regex.Matches(PageOf(cmdlet).Text, @"`BambuCloud\.(\w+)`").Select(match => match.Groups[1].Value);

            Assert.All(ids, id => Assert.Contains(id, kinds));
        }
    }

    [Fact]
    public void Get_Help_shows_the_synopsis_and_not_the_syntax()
    {
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            string? synopsis = prompt.Run($"(Get-Help {cmdlet.Name} -Full).Synopsis").Succeeded().Only.ToString();

            Assert.Equal(Plain(PageOf(cmdlet).Synopsis), Plain(synopsis));
        }
    }

    private IEnumerable<CmdletInfo> Cmdlets() =>
        prompt.Run("Get-Command -Module BambuCloud").Succeeded().Output.Select(item => (CmdletInfo)item.BaseObject);

    private static HelpPage PageOf(CmdletInfo cmdlet) => new(Path.Combine(Built.Pages, $"{cmdlet.Name}.md"));

    private static Dictionary<string, XElement> HelpEntries() =>
        XDocument.Load(Built.HelpFile).Root!.Elements(Command + "command")
            .ToDictionary(entry => Words(entry.Element(Command + "details")!.Element(Command + "name")));

    private static IEnumerable<ParameterMetadata> Own(CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    private static string Words(XElement? element) =>
        Plain(string.Join(' ', element!.DescendantNodes().OfType<XText>().Select(text => text.Value)));

    private static string Plain(string markdown) => Regex.Replace(markdown.Replace("`", "", StringComparison.Ordinal), @"\s+", " ").Trim();
}
