namespace BambuCloud.PowerShell.Tests;

public sealed class SendBambuFileTests : CloudTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bambu-test-");

    [Fact]
    public async Task A_file_arrives_whole_and_its_address_is_no_credential()
    {
        const string name = "with space, 50 % + #1 äöü 🙂.3mf";
        string path = Path.Combine(_folder.FullName, name);
        File.Copy(Built.SlicedFile, path);
        Prompt["path"] = path;

        PowerShellRun run = Prompt.Run("Send-BambuFile $path").Succeeded();

        Assert.Equal(name, run.Only.Text("FileName"));
        Assert.Equal(new FileInfo(Built.SlicedFile).Length, run.Only.Value("Length"));
        Assert.Equal("", Assert.IsType<Uri>(run.Only.Value("FileUrl")).Query);
        Assert.Equal(2, Count("PUT storage"));
        await UntilAsync(async () => await CompleteUploadsAsync() == 1, "the cloud has both parts");
    }

    protected override void Release() => _folder.Delete(recursive: true);
}
