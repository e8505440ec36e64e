using BambuCloud.Client.Texts;
using Microsoft.Extensions.Time.Testing;

namespace BambuCloud.Client.Tests;

/// <summary>What codes mean: the vendor's table is fetched once, without a token, and kept.</summary>
[Collection(nameof(CodeTextTests))]
public sealed class CodeTextTests : IDisposable
{
    private const string Table = """
        {"result":0,"data":{"device_hms":{"ver":1,"en":[{"ecode":"0300010000010007","intro":"The heatbed temperature is abnormal."},
        {"ecode":"0700010000010001","intro":" "}]},
        "device_error":{"ver":1,"en":[{"ecode":"0300400c","intro":"The task was canceled."},{"ecode":7},null]}}}
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        CodeTexts.Current = CodeTexts.None;
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Given_the_vendors_table_when_it_is_read_then_codes_have_their_texts_and_no_token_was_sent()
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(Table));
        BambuHms hms = new(0x0300_0100, 0x0001_0007);
        Assert.Null(hms.Text);

        await LoadAsync(server);

        Assert.Equal("The heatbed temperature is abnormal.", hms.Text);
        Assert.Equal("The task was canceled.", BambuCodeText.Of("0300-400c")!.Text);
        Assert.Null(BambuCodeText.Of("0700_0100_0001_0001")!.Text);
        Assert.Equal("The task was canceled.", new PrinterStory().Take("R", """{"gcode_state":"FAILED","print_error":50348044}""").Status
            .PrintErrorText);
        ScriptedRequest request = Assert.Single(server.Requests);
        Assert.Null(request.Header("Authorization"));
    }

    [Fact]
    public async Task Given_a_table_that_is_kept_when_another_process_needs_it_then_it_is_fetched_again_after_thirty_days_only()
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(Table));
        await LoadAsync(server);
        CodeTexts.Current = CodeTexts.None;

        _clock.Advance(TimeSpan.FromDays(29));
        await LoadAsync(server);
        Assert.NotNull(BambuCodeText.Of("0300_400C")!.Text);
        Assert.Single(server.Requests);
        _clock.Advance(TimeSpan.FromDays(2));
        await LoadAsync(server);

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "[1]")]
    public async Task Given_a_server_that_has_no_table_when_it_is_read_then_that_is_told_and_nothing_is_kept(int status, string body)
    {
        await using ScriptedServer server = new(_ => new ScriptedAnswer(status, body));

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => LoadAsync(server));

        Assert.Equal(BambuErrorKind.CodeTextsUnavailable, fault.Kind);
        Assert.False(Directory.Exists(_folder));
    }

    [Theory]
    [InlineData("0300_400C", "0300_400C", null, BambuHmsModule.MotionController)]
    [InlineData("0300 0100-0001_0007", "0300_0100_0001_0007", BambuHmsSeverity.Fatal, BambuHmsModule.MotionController)]
    public void Given_a_code_as_people_write_it_when_it_is_explained_then_it_is_shown_as_printers_do(
        string code, string shown, BambuHmsSeverity? severity, BambuHmsModule module)
    {
        BambuCodeText text = BambuCodeText.Of(code)!;

        Assert.Equal((shown, severity, module), (text.Code, text.Severity, text.Module));
    }

    [Theory]
    [InlineData("0300")]
    [InlineData("0300_400G")]
    [InlineData("0300_400C_0001")]
    public void Given_what_is_no_code_when_it_is_explained_then_it_is_none(string code) => Assert.Null(BambuCodeText.Of(code));

    [Theory]
    [InlineData("01P00A000000001", "p1")]
    [InlineData("00M00A000000001", "x1")]
    [InlineData("03900A000000001", "a1")]
    [InlineData("09400A000000001", "h2")]
    [InlineData("22E00A000000001", "p2s")]
    public void Given_a_health_message_when_a_printer_reports_it_then_its_link_is_the_page_of_that_code_and_model(string deviceId,
        string family)
    {
        PrinterStory printer = new PrinterStory(deviceId).Take("R", """{"hms":[{"attr":50331904,"code":65543}]}""");

        Assert.Equal($"https://wiki.bambulab.com/en/{family}/troubleshooting/hmscode/0300_0100_0001_0007",
            Assert.Single(printer.Status.Hms).Url.AbsoluteUri);
    }

    private async Task LoadAsync(ScriptedServer server)
    {
        using CodeTable table = new(server.Address, _folder, _clock);
        await table.LoadAsync(Cancellation);
    }
}
