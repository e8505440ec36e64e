using System.Management.Automation;

namespace BambuCloud.PowerShell.Tests;

public sealed class SendBambuFileTests : CloudTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bambu-test-");

    [Theory]
    [InlineData("cube.gcode.3mf")]
    [InlineData("with space, 50 % + #1 äöü 🙂.3mf")]
    public async Task A_file_arrives_whole_and_its_address_is_no_credential(string name)
    {
        File.Copy(Built.SlicedFile, PathOf(name));
        Prompt["path"] = PathOf(name);

        PowerShellRun run = Prompt.Run("Send-BambuFile $path").Succeeded();

        Assert.Equal(name, run.Only.Text("FileName"));
        Assert.Equal(new FileInfo(Built.SlicedFile).Length, run.Only.Value("Length"));
        Assert.Equal("", Assert.IsType<Uri>(run.Only.Value("FileUrl")).Query);
        Assert.Equal(2, Count("PUT storage"));
        await UntilAsync(async () => await CompleteUploadsAsync() == 1, "the cloud has both parts");
    }

    [Fact]
    public void Wildcards_and_files_from_the_pipeline_are_all_sent()
    {
        File.Copy(Built.SlicedFile, PathOf("one.3mf"));
        File.Copy(Built.SlicedFile, PathOf("two.3mf"));
        File.Copy(Built.SlicedFile, PathOf("[odd].3mf"));
        Prompt["folder"] = _folder.FullName;

        Assert.Equal(["one.3mf", "two.3mf"], Prompt.Run("Send-BambuFile \"$folder/???.3mf\"").Succeeded().All("FileName"));
        Assert.Equal(["[odd].3mf"], Prompt.Run("Send-BambuFile -LiteralPath \"$folder/[odd].3mf\"").Succeeded().All("FileName"));
        Assert.Equal(3, Prompt.Run("[IO.DirectoryInfo]::new($folder).GetFiles() | ForEach-Object { [pscustomobject]@{ PSPath = $_.FullName } } | Send-BambuFile").Succeeded().Output.Count);
    }

    [Theory]
    [InlineData("missing.3mf", "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("no*match.3mf", "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("empty.3mf", "FileEmpty", ErrorCategory.InvalidArgument)]
    [InlineData("folder.3mf", "NotAFile", ErrorCategory.InvalidArgument)]
    [InlineData("text.3mf", "NotAPrintFile", ErrorCategory.InvalidData)]
    [InlineData("cut.3mf", "NotAPrintFile", ErrorCategory.InvalidData)]
    [InlineData("picture.png", "NotAPrintFile", ErrorCategory.InvalidData)]
    public void What_is_no_print_file_is_one_error_before_anything_leaves(string name, string id, ErrorCategory category)
    {
        File.WriteAllText(PathOf("empty.3mf"), "");
        _folder.CreateSubdirectory("folder.3mf");
        File.WriteAllText(PathOf("text.3mf"), "no archive");
        File.WriteAllBytes(PathOf("cut.3mf"), File.ReadAllBytes(Built.SlicedFile)[..5000]);
        File.WriteAllBytes(PathOf("picture.png"), [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1]);
        File.Copy(Built.SlicedFile, PathOf("good.3mf"));
        Prompt["paths"] = new[] { PathOf(name), PathOf("good.3mf") };

        PowerShellRun run = Prompt.Run("Send-BambuFile $paths");

        Assert.Equal($"BambuCloud.{id},BambuCloud.Cmdlets.SendBambuFile", run.Error.FullyQualifiedErrorId);
        Assert.Equal(category, run.Error.CategoryInfo.Category);
        Assert.Contains(name, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("good.3mf", run.Only.Text("FileName"));
        Assert.Equal(1, Count("GET /v1/iot-service/api/user/upload"));
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        Assert.Empty(Prompt.Run("Send-BambuFile $sliced -WhatIf").Succeeded().Output);
        Assert.Equal(0, Count("GET /v1/iot-service/api/user/upload"));
    }

    protected override void Release() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
