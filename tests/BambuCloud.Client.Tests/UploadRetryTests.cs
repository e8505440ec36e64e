using System.Diagnostics;
using System.Runtime.InteropServices;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using static BambuCloud.Client.Tests.FaultyStorage;

namespace BambuCloud.Client.Tests;

/// <summary>Uploads to a storage that cuts, resets, stalls, answers early or lies.</summary>
public sealed class UploadRetryTests : IDisposable
{
    // More than all buffers between two processes hold: a storage that does not read stops the sender.
    private const int Large = 32_000_000;
    private const string Expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    private const string Denied = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    private const string WrongSignature =
        "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match</Message>"
            + "<StringToSign>" + Secret + "</StringToSign></Error>";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> PassingFaults => ["cut in mid-upload", "reset in mid-upload", "cut after all",
        "reset after all", "500", "503", "408", "429", "expired", "yes without reading", "yes when half is read", "500 when half is read"];

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task Given_a_storage_that_fails_in_passing_when_a_file_is_sent_then_it_is_sent_again_from_the_start_with_fresh_addresses(
        string fault)
    {
        using Activity traced = new Activity("a command that somebody traces").Start();
        await using FaultyStorage storage = await OpenAsync(ActOf(fault), ActOf(fault));
        string path = Gcode(Large);

        BambuFile file = await storage.SendAsync(path, 3);

        Assert.Equal(["data 1", "data 2", "data 3", "size 3"], storage.Puts);
        Assert.Equal("/data/3", file.FileUrl.AbsolutePath);
        Assert.Equal(["Content-Length", "Content-Type", "Expect", "Host"], storage.HeaderNames);
    }

    [Fact]
    public async Task Given_a_storage_that_closes_before_it_reads_when_a_file_is_sent_then_it_is_sent_again_and_its_bytes_go_once()
    {
        await using FaultyStorage storage = await OpenAsync(Cut(0), Cut(0));

        await storage.SendAsync(Gcode(Large), 3);

        Assert.StartsWith("size", storage.Puts[^1], StringComparison.Ordinal);
        Assert.Equal(Large + $"{Large}".Length, storage.BytesRead); // It waits to be told to go on.
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Given_a_storage_that_never_takes_a_file_when_it_is_sent_then_it_is_tried_again_at_most_so_often_as_was_said(
        int retryCount)
    {
        await using FaultyStorage storage = await OpenAsync([.. Enumerable.Repeat(Cut(1000), 20)]);
        string path = Gcode(Large);

        BambuException error = await FailAsync(storage.SendAsync(path, retryCount));

        Assert.Equal((BambuErrorKind.UploadFailed, path), (error.Kind, error.Subject));
        Assert.Equal(Enumerable.Range(1, retryCount + 1).Select(pair => $"data {pair}"), storage.Puts);
        Assert.Equal(retryCount + 1, storage.Pairs);
        Assert.Equal(retryCount, storage.Cloud.Clock.Waits.Count);
        AssertFree(path);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("cut after all")]
    [InlineData("reset after all")]
    public async Task Given_a_storage_that_fails_to_take_the_size_when_a_file_is_sent_then_only_the_size_is_sent_again_to_the_same_address(
        string fault)
    {
        await using FaultyStorage storage = await OpenAsync(TakeAsync, ActOf(fault), ActOf(fault));

        BambuFile file = await storage.SendAsync(Gcode(100), 2);

        Assert.Equal(["data 1", "size 1", "size 1", "size 1"], storage.Puts);
        Assert.Equal((1, "/data/1"), (storage.Pairs, file.FileUrl.AbsolutePath));
    }

    [Fact]
    public async Task Given_an_address_of_the_size_that_expired_when_a_file_is_sent_then_everything_is_sent_again_with_fresh_addresses()
    {
        await using FaultyStorage storage = await OpenAsync(TakeAsync, ActOf("expired"));

        BambuFile file = await storage.SendAsync(Gcode(100), 1);

        Assert.Equal(["data 1", "size 1", "data 2", "size 2"], storage.Puts);
        Assert.Equal("/data/2", file.FileUrl.AbsolutePath);
    }

    [Fact]
    public async Task Given_a_storage_that_refuses_the_size_when_a_file_is_sent_then_the_error_says_that_its_bytes_had_arrived()
    {
        await using FaultyStorage storage = await OpenAsync(TakeAsync, Answer(500), Answer(500));

        BambuException error = await FailAsync(storage.SendAsync(Gcode(100), 1));

        Assert.Contains("when its size was sent, after its bytes had arrived", error.Message, StringComparison.Ordinal);
        Assert.Equal(["data 1", "size 1", "size 1"], storage.Puts);
    }

    [Theory]
    [InlineData("when all is read")]
    [InlineData("early")]
    [InlineData("early, and waits")]
    [InlineData("when half is read")]
    public async Task Given_a_storage_that_refuses_the_signature_in_either_way_when_a_file_is_sent_then_it_is_explained_after_both(
        string when)
    {
        StorageAct act = when switch
        {
            "when all is read" => Answer(403, WrongSignature),
            "early" => AnswerEarly(403, WrongSignature),
            "early, and waits" => AnswerAndWait(403, WrongSignature),
            _ => AnswerEarly(403, WrongSignature, Large / 2),
        };
        await using FaultyStorage storage = await OpenAsync(act, act);

        BambuApiException error = Assert.IsType<BambuApiException>(await FailAsync(storage.SendAsync(Gcode(Large), 5)));

        Assert.Contains("HTTP 403 (SignatureDoesNotMatch", error.Message, StringComparison.Ordinal);
        Assert.Equal((403, "SignatureDoesNotMatch"), (error.HttpStatus, error.CloudError));
        Assert.Equal(["data 1", "data 2"], storage.Puts);
        Assert.Empty(storage.Cloud.Clock.Waits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Large / 2)]
    public async Task Given_an_encrypted_storage_that_refuses_early_when_a_file_is_sent_then_it_is_heard_and_the_next_upload_succeeds(
        long read)
    {
        ServerIdentity identity = ServerIdentity.Good();
        await using FaultyStorage storage = new(
            await ScriptedCloud.OpenAsync(_folder.Write("root.pem", identity.RootPem)), [AnswerEarly(403, Denied, read)],
                identity.Certificate);
        string path = Gcode(Large);

        BambuException error = await FailAsync(storage.SendAsync(path, 5));
        await storage.SendAsync(path, 0);

        Assert.Contains("HTTP 403 (AccessDenied", error.Message, StringComparison.Ordinal);
        Assert.Equal(["data 1", "data 2", "size 2"], storage.Puts);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Given_a_storage_that_redirects_when_a_file_is_sent_then_it_is_not_followed(int status)
    {
        await using ScriptedServer elsewhere = new(_ => ScriptedAnswer.Ok(""));
        await using FaultyStorage storage = await OpenAsync(Answer(503),
            Answer(status, "", $"Location: {elsewhere.Address}", "Set-Cookie: a=b"));

        BambuException error = await FailAsync(storage.SendAsync(Gcode(1000), 5));

        Assert.Contains($"HTTP {status}", error.Message, StringComparison.Ordinal);
        Assert.Equal(["data 1", "data 2"], storage.Puts);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Given_a_storage_that_sets_cookies_when_a_file_is_sent_again_then_it_gets_none_back()
    {
        await using FaultyStorage storage = await OpenAsync(Answer(503, "", "Set-Cookie: a=b; Path=/"),
            Answer(200, "", "Set-Cookie: c=d; Path=/"));

        await storage.SendAsync(Gcode(1000), 1);

        Assert.Equal(["data 1", "data 2", "size 2"], storage.Puts);
        Assert.Equal(["Content-Length", "Content-Type", "Host"], storage.HeaderNames);
    }

    [Fact]
    public async Task Given_a_storage_that_takes_nothing_for_a_minute_when_a_file_is_sent_then_it_is_sent_again()
    {
        await using FaultyStorage storage = await FaultyStorage.OpenAsync();
        storage.Add(StallAfter(storage, 1_000_000));

        await storage.SendAsync(Gcode(Large), 1);

        Assert.Equal(["data 1", "data 2", "size 2"], storage.Puts);
    }

    [Fact]
    public async Task Given_a_storage_that_takes_nothing_for_a_minute_when_no_try_is_left_then_the_error_says_so()
    {
        await using FaultyStorage storage = await FaultyStorage.OpenAsync();
        storage.Add(StallAfter(storage, Large)); // It took everything, and says nothing to it.

        BambuException error = await FailAsync(storage.SendAsync(Gcode(Large), 0));

        Assert.Contains("took nothing for 60 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_upload_in_the_middle_when_it_is_cancelled_then_it_ends_and_is_not_tried_again_and_the_file_is_free()
    {
        using CancellationTokenSource user = new();
        await using FaultyStorage storage = await FaultyStorage.OpenAsync(async (put, closing) =>
        {
            await put.ReadAsync(Large / 2, closing);
            await user.CancelAsync();
            await Task.Delay(Timeout.Infinite, closing);
        });
        string path = Gcode(Large);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storage.SendAsync(path, 5, cancellation: user.Token)
            .WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal(["data 1"], storage.Puts);
        AssertFree(path);
    }

    [Fact]
    public async Task Given_a_wait_between_two_tries_when_it_is_cancelled_then_the_upload_ends()
    {
        using CancellationTokenSource user = new();
        await using FaultyStorage storage = await FaultyStorage.OpenAsync(Answer(503));
        storage.Cloud.Clock.Held = new TaskCompletionSource().Task;
        Task<BambuFile> sending = storage.SendAsync(Gcode(100), 5, cancellation: user.Token);
        await Eventually.TrueAsync(() => Task.FromResult(storage.Cloud.Clock.Waits.Count == 1), "a wait");

        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(CloudFixture.Patience, Cancellation));
        Assert.Equal(["data 1"], storage.Puts);
    }

    [Theory]
    [InlineData("changes")]
    [InlineData("vanishes")]
    [InlineData("is locked")]
    public async Task Given_a_file_that_is_not_what_it_was_when_it_would_be_sent_again_then_it_is_an_error_instead(string what)
    {
        string path = Gcode(1000);
        FileStream? locked = null;
        await using FaultyStorage storage = await FaultyStorage.OpenAsync();
        storage.Add(Answer(503));
        TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        storage.Cloud.Clock.Held = goOn.Task;
        Task<BambuFile> sending = storage.SendAsync(path, 5);
        await Eventually.TrueAsync(() => Task.FromResult(storage.Cloud.Clock.Waits.Count == 1), "a wait");
        switch (what)
        {
            case "changes":
                await File.AppendAllTextAsync(path, "G1 X1\n", Cancellation);
                break;
            case "vanishes":
                File.Delete(path);
                break;
            default:
                locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                break;
        }

        goOn.SetResult();
        BambuException error = await FailAsync(sending);

        locked?.Dispose();
        Assert.Equal((BambuErrorKind.FileUnreadable, path), (error.Kind, error.Subject));
        Assert.Equal(["data 1"], storage.Puts);
    }

    [Fact]
    public async Task Given_a_disk_that_fails_when_half_of_a_file_is_sent_then_the_error_is_the_files_and_it_is_not_sent_again()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "Neither of the two ways is known there.");
        string path = Gcode(1_000_000);
        await using FaultyStorage storage = await FaultyStorage.OpenAsync();
        using FailingDisk disk = new(path);

        BambuException error = await FailAsync(storage.SendAsync(path, 5, disk));

        Assert.Equal((BambuErrorKind.FileUnreadable, path), Told(error));
        Assert.StartsWith($"The file '{path}' cannot be read: ", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal(["data 1"], storage.Puts);
        Assert.Equal((1, 0), (storage.Pairs, storage.Cloud.Clock.Waits.Count));
    }

    [Fact]
    public void Given_a_locked_file_when_it_is_opened_then_it_is_unreadable()
    {
        string path = Gcode(1000);
        using FileStream locked = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal((BambuErrorKind.FileUnreadable, path), Told(Assert.Throws<BambuException>(() => PrintFile.Open(path))));
    }

    [Fact]
    public void Given_a_file_of_more_than_5_GiB_when_it_is_opened_then_it_is_too_large_and_one_of_just_5_GiB_is_not()
    {
        string path = _folder.Write("large.gcode", string.Concat(Enumerable.Repeat("G1 X10 Y10\n", 1000)));
        SetLength((5L << 30) + 1);

        Assert.Equal((BambuErrorKind.FileTooLarge, path), Told(Assert.Throws<BambuException>(() => PrintFile.Open(path))));

        SetLength(5L << 30);
        Assert.Equal(5L << 30, PrintFile.Open(path).Length);

        void SetLength(long length)
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Write);
            file.SetLength(length); // Nothing of it takes space on the disk.
        }
    }

    [Theory]
    [InlineData("a\nb.gcode")]
    [InlineData("a\u0001b.gcode")]
    [InlineData("a\u007Fb.gcode")]
    [InlineData("a\u0085b.gcode")]
    [InlineData("..\\b.gcode")]
    public void Given_a_name_that_the_cloud_may_take_for_something_else_when_the_file_is_opened_then_it_is_refused(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        string path = _folder.Write(name, "G28\n");

        Assert.Equal((BambuErrorKind.InvalidFileName, path), Told(Assert.Throws<BambuException>(() => PrintFile.Open(path))));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<FaultyStorage> OpenAsync(params StorageAct[] acts) => FaultyStorage.OpenAsync(acts);

    private static StorageAct ActOf(string fault) => fault switch
    {
        "cut in mid-upload" => Cut(Large / 2),
        "reset in mid-upload" => Reset(Large / 2),
        "cut after all" => (put, closing) => put.ReadAsync(put.Length, closing),
        "reset after all" => (put, closing) => Reset(put.Length)(put, closing),
        "expired" => Answer(403, Expired),
        "yes without reading" => AnswerEarly(200),
        "yes when half is read" => AnswerEarly(200, "", Large / 2),
        "500 when half is read" => AnswerEarly(500, "", Large / 2),
        _ => Answer(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static StorageAct StallAfter(FaultyStorage storage, long read) => async (put, closing) =>
    {
        await put.ReadAsync(read, closing);
        // What is still under way on the line is taken after a minute that passes now → minutes pass until the next try is waited for.
        while (storage.Cloud.Clock.Waits.Count == 0)
        {
            storage.Cloud.Clock.Advance(FastForwardTimeProvider.StallLimit);
            await Task.Delay(10, closing);
        }
        await Task.Delay(Timeout.Infinite, closing);
    };

    private static Task<BambuException> FailAsync(Task sending) => FailWithinAsync(sending.WaitAsync(CloudFixture.Patience, Cancellation));

    private static async Task<BambuException> FailWithinAsync(Task sending)
    {
        BambuException error = await Assert.ThrowsAnyAsync<BambuException>(() => sending);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        return error;
    }

    private static (BambuErrorKind, string?) Told(BambuException error) => (error.Kind, error.Subject);

    private static void AssertFree(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();

    private string Gcode(int length)
    {
        string path = _folder.Write($"{Guid.NewGuid():N}.gcode", string.Concat(Enumerable.Repeat("G1 X10 Y10\n", 1000)));
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
        return path;
    }

    /// <summary>Lets every further read of a file fail as soon as some of it was sent.</summary>
    private sealed class FailingDisk(string path) : IProgress<UploadProgress>, IDisposable
    {
        private FileStream? _locked;

        public void Report(UploadProgress value)
        {
            if (_locked is not null)
            {
                return;
            }
            if (OperatingSystem.IsWindows())
            {
                _locked = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                _locked.Lock(value.BytesSent, value.Length - value.BytesSent); // Others cannot read it there.
                return;
            }
            // At these addresses there is nothing: it is an I/O error.
            _locked = new FileStream("/proc/self/mem", FileMode.Open, FileAccess.Read);
            string open = Directory.GetFiles("/proc/self/fd").Single(link => new FileInfo(link).LinkTarget == path);
            Assert.NotEqual(-1, Replace((int)_locked.SafeFileHandle.DangerousGetHandle(),
                int.Parse(Path.GetFileName(open), System.Globalization.CultureInfo.InvariantCulture)));
        }

        public void Dispose() => _locked?.Dispose();

        [DllImport("libc", EntryPoint = "dup2")]
        private static extern int Replace(int by, int descriptor);
    }
}
