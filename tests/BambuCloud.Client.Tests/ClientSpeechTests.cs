using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace BambuCloud.Client.Tests;

/// <summary>
/// The client tells facts to whoever uses it, and knows nothing of PowerShell (architecture.md): what its texts say is read from its
/// compiled code.
/// </summary>
public sealed partial class ClientSpeechTests
{
    [Fact]
    public void Given_every_text_in_the_client_when_it_is_read_then_none_names_a_cmdlet_a_parameter_or_PowerShell()
    {
        string[] texts = [.. TextsIn(typeof(Session.CloudSession).Assembly.Location)];

        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotMatch(PowerShellWord(), text));
    }

    [Theory]
    [InlineData("Run Connect-BambuCloud again.")]
    [InlineData("give its root with -CACertificatePath")]
    [InlineData("(-Region China)")]
    [InlineData("a cmdlet of this module")]
    public void Given_a_text_that_speaks_PowerShell_when_it_is_read_then_it_is_noticed(string text) =>
        Assert.Matches(PowerShellWord(), text);

    [Theory]
    [InlineData("application/octet-stream, Content-Type, Retry-After")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void Given_a_text_of_the_wire_when_it_is_read_then_it_is_let_be(string text) => Assert.DoesNotMatch(PowerShellWord(), text);

    private static IEnumerable<string> TextsIn(string assembly)
    {
        using FileStream file = File.OpenRead(assembly);
        using PEReader image = new(file);
        MetadataReader metadata = image.GetMetadataReader();
        UserStringHandle handle = MetadataTokens.UserStringHandle(0);
        while (!(handle = metadata.GetNextHandle(handle)).IsNil)
        {
            yield return metadata.GetUserString(handle);
        }
    }

    [GeneratedRegex(@"[A-Z][a-z]+-Bambu|(?<![\w-])-[A-Z][A-Za-z]+|cmdlet|PowerShell|\$_")]
    private static partial Regex PowerShellWord();
}
