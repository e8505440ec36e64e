using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class UploadTests : IDisposable
{
    private const string Signature = "S1gn4tur3-that-nobody-may-see";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cube.gcode.3mf")]
    [InlineData("a cube with spaces.3mf")]
    [InlineData("Würfel für Jörg.3mf")]
    [InlineData("cube #1.3mf")]
    [InlineData("100%.3mf")]
    [InlineData("100%25.3mf")]
    [InlineData("a+b&c=d.3mf")]
    [InlineData("a?b.3mf")]
    [InlineData("🧊.3mf")]
    [InlineData("' \";,@!$~().3mf")]
    public async Task Given_a_file_of_any_name_when_it_is_sent_then_it_is_complete_and_can_be_printed_and_its_address_has_no_query(
        string name)
    {
        string path = Path.Combine(_folder.Path, name);
        File.Copy(TestData.SlicedCube, path);
        await using CloudFixture fixture = await CloudFixture.OpenAsync();

        BambuFile file = await fixture.Session.Uploads.SendAsync(PrintFile.Open(path), 0, null, Cancellation);

        Assert.Equal((name, new FileInfo(path).Length, null), (file.FileName, file.Length, file.FileId));
        Assert.Equal(("", ""), (file.FileUrl.Query, file.FileUrl.Fragment));
        Assert.Equal(name, Uri.UnescapeDataString(file.FileUrl.AbsolutePath.Split('/')[^1]));
        Assert.Equal(2, fixture.CountOf("PUT storage"));
        BambuPrintJob job = await fixture.Session.Prints.StartAsync((await fixture.DeviceAsync()).DeviceId, file, new BambuPrintSettings(),
            Cancellation);
        Assert.Equal(name, (await fixture.Session.Tasks.GetAsync(job.JobId, Cancellation)).Title);
    }

    [Fact]
    public async Task Given_a_storage_when_a_file_is_sent_then_both_parts_come_with_exactly_the_signed_headers()
    {
        using Activity traced = new Activity("a command that somebody traces").Start();
        string path = GcodeOf(600_000);
        await using Storage storage = await Storage.OpenAsync();
        List<UploadProgress> progress = [];

        BambuFile file = await storage.SendAsync(path, new ImmediateProgress(progress.Add));

        Assert.Equal(2, storage.Puts.Count);
        (ScriptedRequest data, ScriptedRequest size) = (storage.Puts[0], storage.Puts[1]);
        Assert.Equal(("PUT", $"/bucket/data?{Storage.Query}"), (data.Method, data.Target));
        Assert.Equal(("application/octet-stream", "600000"), (data.Header("Content-Type"), data.Header("Content-Length")));
        Assert.Equal(await File.ReadAllBytesAsync(path, Cancellation), data.Body);
        Assert.Equal(("PUT", $"/bucket/size?{Storage.Query}"), (size.Method, size.Target));
        Assert.Equal(("text/plain", "6", "600000"), (size.Header("Content-Type"), size.Header("Content-Length"), size.Text));
        Assert.Equal(["Content-Length", "Content-Type", "Expect", "Host"], data.Headers.Select(header => header.Name).Order());
        Assert.Equal(["Content-Length", "Content-Type", "Host"], size.Headers.Select(header => header.Name).Order());
        Assert.Equal(new Uri(storage.Server.Address, "bucket/data"), file.FileUrl);
        Assert.DoesNotContain(Signature, JsonSerializer.Serialize(file), StringComparison.Ordinal);
        Assert.Equal($"/v1/iot-service/api/user/upload?filename={Path.GetFileName(path)}&size=600000",
            storage.Cloud.Server.Requests[0].Target);
        Assert.Equal(600_000, progress[^1].BytesSent);
        Assert.All(progress, step => Assert.Equal(600_000, step.Length));
        Assert.Equal(progress.Select(step => step.BytesSent).Order(), progress.Select(step => step.BytesSent));
    }

    [Fact]
    public async Task Given_addresses_under_data_in_any_order_when_a_file_is_sent_then_both_are_found()
    {
        await using Storage storage = await Storage.OpenAsync();
        storage.Answer(
            $$$"""
                {"code":0,"message":"Success","data":{"urls":[null,{"type":"other"},{"type":"size","url":"{{{storage.SizeUrl}}}"},
                {"type":"filename","url":"{{{storage.DataUrl}}}"}]}}
                """);

        await storage.SendAsync(GcodeOf(100));

        Assert.Equal(["/bucket/data", "/bucket/size"], storage.Puts.Select(put => put.Path));
    }

    public static TheoryData<string, int, string, string> StorageFaults => new()
    {
        { "/bucket/data", 403,
            "<Error><Code>AccessDenied</Code><Message>Request has expired</Message><Signature>" + Signature + "</Signature></Error>",
            "AccessDenied: Request has expired" },
        { "/bucket/size", 403, "<?xml version=\"1.0\"?>\n<Error>\n <Code>AccessDenied</Code>\n <Message>The size differs</Message></Error>",
            "AccessDenied: The size differs" },
        { "/bucket/data", 403,
            "<Error><Code>InvalidAccessKeyId</Code><Message>no</Message><StringToSign>" + Signature + "</StringToSign></Error>",
            "InvalidAccessKeyId" },
        { "/bucket/data", 403, "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><Error><Code>&e;</Code></Error>", "HTTP 403" },
        { "/bucket/data", 403, "<Error><Code>Broken", "HTTP 403" },
        { "/bucket/data", 403, "<Error><Code><Deep>x</Deep></Code><Message>m</Message></Error>", "HTTP 403" },
        { "/bucket/size", 500, "", "HTTP 500" },
        { "/bucket/data", 307, "", "HTTP 307" },
        { "/bucket/data", 0, "", "connection" },
        { "/bucket/size", 0, "", "connection" },
    };

    [Theory]
    [MemberData(nameof(StorageFaults))]
    public async Task Given_a_storage_that_refuses_a_part_when_a_file_is_sent_then_the_error_explains_it_without_the_signature(
        string path, int status, string body, string explanation)
    {
        await using Storage storage = await Storage.OpenAsync();
        storage.Server.Script = put => put.Path != path ? ScriptedAnswer.Ok("")
            : status == 0 ? ScriptedAnswer.ConnectionReset
            : new ScriptedAnswer(status, body, "application/xml") { Headers = [("Location", "http://127.0.0.1:1/")] };
        string file = GcodeOf(100);

        BambuException error = await Assert.ThrowsAnyAsync<BambuException>(() => storage.SendAsync(file));

        Assert.Equal((BambuErrorKind.UploadFailed, file), (error.Kind, error.Subject));
        Assert.Contains(explanation, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Signature, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(storage.Cloud.Token, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(path == "/bucket/size" ? ["/bucket/data", "/bucket/size"] : ["/bucket/data"], storage.Puts.Select(put => put.Path));
    }

    [Theory]
    [InlineData("http://storage.example/data?Signature=" + Signature)]
    [InlineData("ftp://127.0.0.1/data?Signature=" + Signature)]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative?Signature=" + Signature)]
    [InlineData("")]
    [InlineData(null)]
    public async Task Given_an_unusable_upload_address_when_a_file_is_sent_then_nothing_of_it_leaves_the_computer(string? url)
    {
        await using Storage storage = await Storage.OpenAsync();
        string json = JsonSerializer.Serialize(url);
        storage.Answer(
            $$"""{"message":"success","urls":[{"type":"filename","url":{{json}}},{"type":"size","url":"{{storage.SizeUrl}}"}]}""");

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => storage.SendAsync(GcodeOf(100)));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
        Assert.DoesNotContain(Signature, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(storage.Puts);
    }

    [Theory]
    [InlineData("""{"message":"success","urls":null}""")]
    [InlineData("""{"message":"success","urls":[]}""")]
    [InlineData("""{"message":"success","urls":[{"type":"filename","url":"https://storage.example/x"}]}""")]
    public async Task Given_an_answer_without_both_addresses_when_a_file_is_sent_then_it_is_an_unexpected_response(string answer)
    {
        await using Storage storage = await Storage.OpenAsync();
        storage.Answer(answer);

        Assert.Equal(BambuErrorKind.UnexpectedResponse,
            (await Assert.ThrowsAsync<BambuApiException>(() => storage.SendAsync(GcodeOf(100)))).Kind);
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("longer")]
    [InlineData("touched")]
    [InlineData("replaced")]
    public async Task Given_a_file_that_changes_while_it_is_sent_when_that_is_found_then_the_upload_fails_and_its_size_is_not_sent(
        string how)
    {
        string path = GcodeOf(32_000_000);
        await using Storage storage = await Storage.OpenAsync();
        storage.Server.HeadArrived = _ =>
        {
            switch (how)
            {
                case "touched":
                    File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                    break;
                case "replaced":
                    string other = GcodeOf(32_000_000);
                    File.SetLastWriteTimeUtc(other, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                    File.Move(other, path, overwrite: true);
                    break;
                default:
                    using (FileStream writer = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    {
                        writer.SetLength(how == "shorter" ? 31_000_000 : 33_000_000);
                    }
                    break;
            }
        };

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => storage.SendAsync(path));

        Assert.Equal((BambuErrorKind.FileUnreadable, path), (error.Kind, error.Subject));
        Assert.Contains("changed while it was uploaded", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/bucket/size", storage.Puts.Select(put => put.Path));
    }

    [Fact]
    public async Task Given_a_file_that_changed_since_it_was_looked_at_when_it_is_sent_then_nothing_of_it_leaves_the_computer()
    {
        string path = GcodeOf(100);
        PrintFile file = PrintFile.Open(path);
        await File.AppendAllTextAsync(path, "G1 X0\n", Cancellation);
        await using Storage storage = await Storage.OpenAsync();

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => storage.Cloud.Session.Uploads.SendAsync(file, 0, null,
            Cancellation));

        Assert.Equal(BambuErrorKind.FileUnreadable, error.Kind);
        Assert.Empty(storage.Puts);
    }

    [Fact]
    public async Task Given_an_upload_under_way_when_it_is_cancelled_then_it_ends_as_cancelled_and_the_file_is_free()
    {
        string path = GcodeOf(100);
        using CancellationTokenSource user = new();
        await using Storage storage = await Storage.OpenAsync();
        storage.Server.HeadArrived = _ => user.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storage.Cloud.Session.Uploads.SendAsync(PrintFile.Open(path), 0, null,
            user.Token));

        File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Fact]
    public async Task Given_an_upload_under_way_when_the_session_is_closed_then_it_says_so()
    {
        string path = GcodeOf(100);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource never = new();
        await using Storage storage = await Storage.OpenAsync();
        storage.Server.Script = _ =>
        {
            arrived.TrySetResult();
            return ScriptedAnswer.Ok("") with { Held = never.Task };
        };
        Task<BambuFile> sending = storage.SendAsync(path);
        await arrived.Task.WaitAsync(CloudFixture.Patience, Cancellation);

        await storage.Cloud.Session.DisposeAsync();

        Assert.Equal(BambuErrorKind.SessionClosed, (await Assert.ThrowsAnyAsync<BambuException>(() => sending)).Kind);
    }

    public static TheoryData<string, string?, BambuErrorKind> UnusableFiles => new()
    {
        { "missing.3mf", null, BambuErrorKind.FileNotFound },
        { "no/such/folder/x.gcode", null, BambuErrorKind.FileNotFound },
        { ".", null, BambuErrorKind.NotAFile },
        { "empty.gcode", "", BambuErrorKind.FileEmpty },
        { "empty.3mf", "", BambuErrorKind.FileEmpty },
        { "text.3mf", "no zip", BambuErrorKind.NotAPrintFile },
        { "zip head.3mf", "PK\u0003\u0004 and then nothing of a zip", BambuErrorKind.NotAPrintFile },
        { "letter.gcode", "Dear Sir or Madam,\nyours\n", BambuErrorKind.NotAPrintFile },
        { "picture.gcode", "; looks\0like\nG1 X0\n", BambuErrorKind.NotAPrintFile },
        { "page.txt", "<html>G28</html>", BambuErrorKind.NotAPrintFile },
    };

    [Theory]
    [MemberData(nameof(UnusableFiles))]
    public void Given_a_path_that_holds_nothing_to_print_when_it_is_opened_then_the_error_names_it_and_says_why(string name,
        string? content, BambuErrorKind kind)
    {
        string path = content is null ? Path.Combine(_folder.Path, name) : _folder.Write(name, content);

        BambuException error = Assert.Throws<BambuException>(() => PrintFile.Open(path));

        Assert.Equal((kind, path), (error.Kind, error.Subject));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_project_that_was_not_sliced_when_it_shall_be_printed_then_the_error_says_to_slice_it()
    {
        PrintFile project = PrintFile.Open(TestData.UnslicedCube);

        BambuException error = Assert.Throws<BambuException>(() => project.PlateToPrint());

        Assert.False(project.Contents.Sliced);
        Assert.True(PrintFile.Open(TestData.SlicedCube).Contents.Sliced);
        Assert.Equal((BambuErrorKind.NotSliced, TestData.UnslicedCube), (error.Kind, error.Subject));
    }

    [Fact]
    public void Given_a_3mf_that_is_cut_short_when_it_is_opened_then_it_is_no_print_file()
    {
        byte[] whole = File.ReadAllBytes(TestData.SlicedCube);
        string path = Path.Combine(_folder.Path, "cut.3mf");
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);

        Assert.Equal(BambuErrorKind.NotAPrintFile, Assert.Throws<BambuException>(() => PrintFile.Open(path)).Kind);
    }

    public void Dispose() => _folder.Dispose();

    private string GcodeOf(int length)
    {
        string path = _folder.Write($"{Guid.NewGuid():N}.gcode", string.Concat(Enumerable.Repeat("G1 X10 Y10\n", 1000)));
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
        return path;
    }

    /// <summary>A cloud that hands out addresses of a scripted storage.</summary>
    private sealed class Storage : IAsyncDisposable
    {
        public const string Query = $"AWSAccessKeyId=AKIA&Expires=1&Signature={Signature}%2B%3D";

        private Storage(ScriptedCloud cloud) => Cloud = cloud;

        public ScriptedCloud Cloud { get; }

        public ScriptedServer Server { get; } = new(_ => ScriptedAnswer.Ok(""));

        public IReadOnlyList<ScriptedRequest> Puts => Server.Requests;

        public string DataUrl => $"{Server.Address}bucket/data?{Query}";

        public string SizeUrl => $"{Server.Address}bucket/size?{Query}";

        public static async Task<Storage> OpenAsync()
        {
            Storage storage = new(await ScriptedCloud.OpenAsync());
            storage.Answer(string.Create(CultureInfo.InvariantCulture,
                $$"""
                    {"message":"success","code":null,"error":null,"host":"user","urls":[{"type":"filename","file":"f",
                    "url":"{{storage.DataUrl}}"},{"type":"size","file":"1","url":"{{storage.SizeUrl}}"}]}
                    """));
            return storage;
        }

        public void Answer(string body) => Cloud.Server.Answer(ScriptedAnswer.Ok(body));

        public Task<BambuFile> SendAsync(string path, IProgress<UploadProgress>? progress = null) =>
            Cloud.Session.Uploads.SendAsync(PrintFile.Open(path), 0, progress, Cancellation);

        public async ValueTask DisposeAsync()
        {
            await Cloud.DisposeAsync();
            await Server.DisposeAsync();
        }
    }

    private sealed class ImmediateProgress(Action<UploadProgress> report) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => report(value);
    }
}
