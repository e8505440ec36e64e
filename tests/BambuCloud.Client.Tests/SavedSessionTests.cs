using System.Runtime.Versioning;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

public sealed class SavedSessionTests : IDisposable
{
    private const string Token = "AADBsavedtoken";

    private static readonly Uri Global = new("https://api.bambulab.com/");
    private static readonly Uri China = new("https://api.bambulab.cn/");

    private readonly TemporaryFolder _home = new();

    private string Folder => Path.Combine(_home.Path, "state", "BambuCloud");

    private SessionFiles Saved => new(Folder);

    private string OnlyFile => Assert.Single(Directory.GetFiles(Folder));

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Given_a_saved_session_when_it_is_looked_for_then_all_of_it_is_there()
    {
        SavedSession session = Session(Global) with
        {
            CACertificatePath = "/etc/root.pem",
            IssuedAt = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero),
            ExpiresAt = new DateTimeOffset(2027, 2, 22, 9, 0, 0, TimeSpan.Zero),
        };

        Saved.Save(session);

        Assert.Equal(session, Saved.Find(Global)! with { Token = null, SavedAt = default });
        Assert.Equal(session, Saved.Find(null)! with { Token = null, SavedAt = default });
        Assert.DoesNotContain(Token, Saved.Find(Global)!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_sessions_of_two_clouds_when_they_are_saved_then_each_is_found_by_its_address_and_the_latest_without_one()
    {
        Saved.Save(Session(Global));
        File.SetLastWriteTimeUtc(OnlyFile, DateTime.UtcNow.AddMinutes(-1));
        Saved.Save(Session(China) with { Region = BambuRegion.China, AccessToken = "AADBchina" });

        Assert.Equal(Token, Saved.Find(Global)!.AccessToken);
        Assert.Equal("AADBchina", Saved.Find(China)!.AccessToken);
        Assert.Equal("AADBchina", Saved.Find(null)!.AccessToken);
        Assert.Null(Saved.Find(new Uri("https://127.0.0.1:8443/")));
    }

    [Fact]
    public void Given_two_accounts_of_one_cloud_when_one_is_removed_then_the_other_stays()
    {
        Saved.Save(Session(Global));
        File.SetLastWriteTimeUtc(OnlyFile, DateTime.UtcNow.AddMinutes(-1));
        Saved.Save(Session(Global) with { Uid = "4712", AccessToken = "AADBother" });

        Assert.Equal("AADBother", Saved.Find(Global)!.AccessToken);
        Assert.Equal(Token, Saved.Find(Global, "4711")!.AccessToken);
        Saved.Remove(Global, "4712");
        Assert.Null(Saved.Find(Global, "4712"));
        Assert.Equal(Token, Saved.Find(Global)!.AccessToken);
    }

    [Fact]
    public void Given_nothing_saved_when_it_is_looked_for_or_removed_then_there_is_none()
    {
        Assert.Null(Saved.Find(null));
        Assert.Null(Saved.Find(Global));
        Saved.Remove(null);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Given_a_saved_session_when_another_is_saved_for_its_address_then_it_takes_its_place()
    {
        Saved.Save(Session(Global));

        Saved.Save(Session(Global) with { AccessToken = "AADBnewer" });

        Assert.Equal("AADBnewer", Saved.Find(Global)!.AccessToken);
        Assert.NotEmpty(OnlyFile);
    }

    [Fact]
    public void Given_a_saved_session_when_it_is_removed_then_it_is_gone_and_the_others_stay()
    {
        Saved.Save(Session(Global));
        Saved.Save(Session(China));

        Saved.Remove(Global);

        Assert.Null(Saved.Find(Global));
        Assert.NotNull(Saved.Find(China));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Given_a_system_with_file_modes_when_a_session_is_saved_then_file_and_folder_are_the_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Directory.CreateDirectory(Folder, (UnixFileMode)0b111_111_111);

        Saved.Save(Session(Global));

        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(OnlyFile));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Folder));
    }

    [Theory]
    [InlineData(0b110_100_000, "0640")]
    [InlineData(0b110_000_100, "0604")]
    [InlineData(0b110_010_000, "0620")]
    [InlineData(0b111_111_111, "0777")]
    [UnsupportedOSPlatform("windows")]
    public void Given_a_saved_session_that_others_can_get_at_when_it_is_looked_for_then_it_is_refused(int mode, string shown)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Saved.Save(Session(Global));
        string file = OnlyFile;
        File.SetUnixFileMode(file, (UnixFileMode)mode);

        BambuException error = Assert.Throws<BambuException>(() => Saved.Find(Global));

        Assert.Equal((BambuErrorKind.SavedSessionExposed, file), (error.Kind, error.Subject));
        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
        Saved.Remove(Global);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Given_a_folder_that_others_can_write_to_when_a_session_is_looked_for_then_it_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Saved.Save(Session(Global));
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_111_111);

        BambuException error = Assert.Throws<BambuException>(() => Saved.Find(Global));

        Assert.Equal((BambuErrorKind.SavedSessionExposed, Folder), (error.Kind, error.Subject));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"region":"Global","uid":"4711","apiEndpoint":"here","mqttEndpoint":"mqtts://x:8883","vault":"v"}""")]
    [InlineData("""{"region":"Global","apiEndpoint":"https://api.bambulab.com/","mqtt""")]
    [InlineData(
        """
            {"region":"Global","uid":"4711","apiEndpoint":"https://api.bambulab.com/","mqttEndpoint":"mqtts://us.mqtt.bambulab.com:8883"}
            """)]
    [InlineData("""{"region":"Mars","uid":"4711","apiEndpoint":"https://api.bambulab.com/","mqttEndpoint":"mqtts://x:8883","token":"a"}""")]
    public void Given_a_damaged_file_when_it_is_looked_for_then_the_error_names_it(string text)
    {
        Saved.Save(Session(Global));
        string file = OnlyFile;
        File.WriteAllText(file, text);

        BambuException error = Assert.Throws<BambuException>(() => Saved.Find(Global));

        Assert.Equal((BambuErrorKind.SavedSessionUnusable, file), (error.Kind, error.Subject));
    }

    [Fact]
    public void Given_a_folder_that_cannot_be_made_when_a_session_is_saved_then_the_error_says_so_and_nothing_is_left()
    {
        _home.Write("state", "a file where the folder would be");

        BambuException error = Assert.Throws<BambuException>(() => Saved.Save(Session(Global)));

        Assert.Equal(BambuErrorKind.SavedSessionUnusable, error.Kind);
        Assert.Single(Directory.GetFileSystemEntries(_home.Path));
    }

    [Fact]
    public async Task Given_many_processes_when_all_save_at_once_then_whoever_reads_meanwhile_reads_a_whole_session()
    {
        Saved.Save(Session(Global));

        Task[] saving = [.. Enumerable.Range(0, 8).Select(number => Task.Run(() =>
        {
            for (int turn = 0; turn < 20; turn++)
            {
                Saved.Save(Session(Global) with { AccessToken = $"{Token}{number}" });
                Assert.StartsWith(Token, Saved.Find(Global)!.AccessToken, StringComparison.Ordinal);
            }
        }))];
        await Task.WhenAll(saving);

        Assert.NotEmpty(OnlyFile);
    }

    private static SavedSession Session(Uri api) => new()
    {
        Region = BambuRegion.Global,
        Uid = "4711",
        ApiEndpoint = api,
        MqttEndpoint = new Uri("mqtts://us.mqtt.bambulab.com:8883"),
        AccessToken = Token,
    };
}
