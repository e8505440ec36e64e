using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>The address by which the vendor's program imports a file.</summary>
public sealed class BambuConnectLinkTests
{
    [Theory]
    [InlineData("für & mich %20;calc.gcode.3mf")]
    [InlineData("a=b?c#d\"e' +f.gcode.3mf")]
    [InlineData("cube.GCODE.3MF")]
    public void Given_any_name_when_the_address_is_made_then_the_program_reads_path_and_name_as_they_are(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), name);

        string address = BambuConnectLink.Of(path, name).OriginalString;

        string[] values = [.. address.Split('?', 2)[1].Split('&').Select(part => Uri.UnescapeDataString(part.Split('=', 2)[1]))];
        Assert.StartsWith("bambu-connect://import-file?path=", address, StringComparison.Ordinal);
        Assert.Equal([path, name, "1.0.0"], values);
        Assert.DoesNotContain(address, character => character is ' ' or '"' or '\'' or ';' or '#' or '+' or > '~');
    }

    [Theory]
    [InlineData("cube.gcode")]
    [InlineData("cube.3mf")]
    public void Given_a_file_that_the_program_does_not_take_when_the_address_is_made_then_it_is_an_error(string name) =>
        Assert.Equal(BambuErrorKind.InvalidFileName,
            Assert.Throws<BambuException>(() => BambuConnectLink.Of(Path.Combine(Path.GetTempPath(), name), name)).Kind);
}
