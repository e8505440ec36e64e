using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;

namespace BambuCloud.Client.Tests;

/// <summary>What goes wrong with the files of a printer, and what its server does in its own way (lan.md, <i>FTPS</i>).</summary>
[Collection(nameof(PrinterFiles))] // .NET keeps TLS sessions by the name of the server, which all of them share.
public sealed class PrinterFilesFaultTests : IDisposable
{
    private const int Large = 4 << 20;

    private readonly TemporaryFolder _here = new();
    private readonly ScriptedFtps _server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_printers_server_when_a_file_is_sent_then_only_what_it_knows_is_asked_and_tls_waits_for_its_word()
    {
        BambuPrinterFile sent = await SendAsync(LargeFile());

        Assert.Equal(Large, sent.Length);
        Assert.False(_server.TlsCameEarly);
        Assert.Equal(["USER bblp", "PASS", "TYPE I", "PBSZ 0", "PROT P", "PASV", "STOR /large.gcode", "SIZE /large.gcode"],
            _server.Commands.Take(8));
    }

    [Theory]
    [InlineData("STOR", "553 Could not create file.", BambuErrorKind.PrinterStorageMissing)]
    [InlineData("STOR", "550 Permission denied.", BambuErrorKind.PrinterStorageMissing)]
    [InlineData("STOR", "552 Quota exceeded.", BambuErrorKind.PrinterStorageFull)]
    [InlineData("STOR", "500 Unknown command.", BambuErrorKind.UploadFailed)]
    [InlineData("greeting", "421 There are too many connected users.", BambuErrorKind.PrinterBusy)]
    [InlineData("PASS", "530 Login incorrect.", BambuErrorKind.AccessCodeRefused)]
    [InlineData("PROT", "536 Not supported.", BambuErrorKind.PrinterFileRefused)]
    [InlineData("PASV", "425 Cannot open a port.", BambuErrorKind.PrinterFileRefused)]
    [InlineData("greeting", "HTTP/1.1 400 Bad Request", BambuErrorKind.ConnectionLost)]
    [InlineData("stored", "451 Local error.", BambuErrorKind.UploadFailed)]
    [InlineData("SIZE", "213 17", BambuErrorKind.UploadFailed)]
    [InlineData("SIZE", "550 No such file.", BambuErrorKind.UploadFailed)]
    public async Task Given_a_server_that_refuses_a_step_when_a_file_is_sent_then_the_error_has_its_words_and_nothing_stays(
        string step, string reply, BambuErrorKind kind)
    {
        _server.Replies[step] = reply;

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => SendAsync(LargeFile()));

        Assert.Equal(kind, fault.Kind);
        Assert.Contains(reply[..Math.Min(12, reply.Length)], fault.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Files);
    }

    [Fact]
    public async Task Given_a_server_without_size_when_a_file_is_sent_then_its_own_word_is_taken_for_it()
    {
        _server.Replies["SIZE"] = "502 Command not implemented.";

        await SendAsync(LargeFile());

        Assert.Equal(Large, _server.Files["/large.gcode"].Length);
    }

    [Fact]
    public async Task Given_a_file_that_stands_there_already_when_the_card_takes_no_other_then_the_old_one_stays()
    {
        _server.Files["/large.gcode"] = [1, 2, 3];
        _server.Replies["STOR"] = "553 Could not create file.";

        await Assert.ThrowsAsync<BambuException>(() => SendAsync(LargeFile()));

        Assert.Equal([1, 2, 3], _server.Files["/large.gcode"]);
    }

    [Fact]
    public async Task Given_a_card_that_becomes_full_on_the_way_when_a_file_is_sent_then_that_is_the_error_and_no_part_stays()
    {
        _server.UploadFault = (Large / 2, Cut.Full);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => SendAsync(LargeFile()));

        Assert.Equal(BambuErrorKind.PrinterStorageFull, fault.Kind);
        Assert.Contains("452 No space left on card", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Files);
    }

    [Theory]
    [InlineData("PASS", "PASS s3cr3t99 is wrong")]
    [InlineData("PASS", "530-PASS s3cr3t99\r\n530 PASS s3cr3t99")]
    [InlineData("STOR", "551 bblp:s3cr3t99 may not")]
    public async Task Given_a_server_that_repeats_the_code_when_a_file_is_sent_then_it_is_in_no_error(string step, string reply)
    {
        _server.Replies[step] = reply;

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => SendAsync(LargeFile()));

        Assert.DoesNotContain(ScriptedFtps.AccessCode, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_printer_that_hangs_up_when_it_has_all_of_a_file_then_it_is_sent_again_where_it_may_be()
    {
        _server.HangsUpAt = "SIZE";

        BambuPrinterFile sent = await SendAsync(LargeFile(), retryCount: 1, Hurried());

        Assert.Equal((Large, 2), (sent.Length, _server.Commands.Count(command => command.StartsWith("STOR", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Given_a_printer_that_is_busy_with_the_broken_connection_when_a_file_is_sent_again_then_it_is_tried_once_more()
    {
        _server.UploadFault = (Large / 2, Cut.Both);
        _server.RefusalsAfterFault = 2; // The tidying up meets one of them.

        await SendAsync(LargeFile(), retryCount: 3, Hurried());

        Assert.Equal(Large, _server.Files["/large.gcode"].Length);
    }

    [Fact]
    public async Task Given_a_printer_that_removes_nothing_when_an_upload_breaks_then_a_warning_says_what_is_left()
    {
        _server.UploadFault = (Large / 2, Cut.Data);
        _server.Replies["DELE"] = "450 Busy.";
        List<BambuException> warned = [];
        CloudTrace.Warned = warned.Add;

        await Assert.ThrowsAsync<BambuException>(() => SendAsync(LargeFile(), 0, Hurried()));

        Assert.Contains($"'/large.gcode', whole or in part, may be left on the printer '{PrinterCertificate.Serial}'",
            Assert.Single(warned).Message, StringComparison.Ordinal);
    }

    public static TheoryData<int, Cut> Cuts
    {
        get
        {
            TheoryData<int, Cut> cuts = [];
            for (int tenth = 0; tenth < 10; tenth++)
            {
                cuts.Add(tenth, Cut.Data);
                cuts.Add(tenth, Cut.Both);
            }
            return cuts;
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Given_a_connection_that_breaks_at_a_tenth_when_a_file_is_sent_then_one_error_tells_it_and_no_part_stays(
        int tenth, Cut how)
    {
        _server.UploadFault = ((long)Large * tenth / 10, how);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => SendAsync(LargeFile(), 0, Hurried()));

        Assert.Equal((BambuErrorKind.UploadFailed, PrinterCertificate.Serial), (fault.Kind, fault.Subject));
        Assert.Empty(_server.Files);
    }

    [Fact]
    public async Task Given_a_connection_that_breaks_once_when_it_may_be_tried_again_then_the_file_arrives()
    {
        _server.UploadFault = (Large / 2, Cut.Both);

        await SendAsync(LargeFile(), retryCount: 1, Hurried());

        Assert.Equal(Large, _server.Files["/large.gcode"].Length);
    }

    [Fact]
    public async Task Given_a_server_that_takes_nothing_more_when_a_minute_is_over_then_the_error_says_that_nothing_moved()
    {
        _server.UploadFault = (Large / 2, Cut.Stall);
        FastForwardTimeProvider clock = Hurried();
        Task<BambuPrinterFile> sending = SendAsync(LargeFile(64 << 20), 0, clock);

        while (!sending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(50, Cancellation);
        }

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => sending);
        Assert.Equal(BambuErrorKind.UploadFailed, fault.Kind);
        Assert.Contains("nothing moved for 60 s", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Files);
    }

    [Fact]
    public async Task Given_a_server_that_repeats_what_it_was_sent_when_it_refuses_the_code_then_the_code_is_not_in_the_error()
    {
        using FileServer printer = new(_server.Printer with { AccessCode = "wrong-c0de" });

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/", Cancellation));

        Assert.Equal(BambuErrorKind.AccessCodeRefused, fault.Kind);
        Assert.DoesNotContain("wrong-c0de", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_server_that_hangs_up_without_goodbye_when_a_file_is_received_then_it_is_taken_when_it_is_whole()
    {
        _server.EndsAbruptly = true;
        _server.Files["/film.mp4"] = new byte[100_000];
        using FileServer printer = new(_server.Printer);
        string here = Path.Combine(_here.Path, "film.mp4");

        await printer.Files.ReceiveAsync("/film.mp4", here, overwrite: false, null, Cancellation);

        Assert.Equal(100_000, new FileInfo(here).Length);
    }

    [Fact]
    public async Task Given_a_file_that_is_cut_short_when_it_is_received_then_that_is_an_error_and_nothing_is_here()
    {
        _server.EndsAbruptly = true;
        _server.Files["/film.mp4"] = new byte[100_000];
        _server.SendsOnly = 99_999;
        using FileServer printer = new(_server.Printer);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() =>
            printer.Files.ReceiveAsync("/film.mp4", Path.Combine(_here.Path, "film.mp4"), overwrite: false, null, Cancellation));

        Assert.Equal(BambuErrorKind.DownloadFailed, fault.Kind);
        Assert.Contains("it has 100000 bytes, and 99999 came", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_here.Path));
    }

    [Fact]
    public async Task Given_a_listing_that_somebody_else_wrote_when_it_is_read_then_only_names_that_stay_in_the_folder_are_in_it()
    {
        _server.Listing = "total 5\r\n"
            + "drwxr-xr-x   2 root  root      4096 Nov 20 10:00 .\r\n"
            + "-rw-r--r--   1 root  root        12 Nov 20 10:00 ../../etc/passwd\r\n"
            + "-rw-r--r--   1 root  root        12 Nov 20 10:00 a\u001b[2Jb\r\n"
            + "lrwxrwxrwx   1 root  root        12 Nov 20 10:00 link -> /etc/passwd\r\n"
            + "-rw-rw-rw-   1 root  root 4294967296 Feb  3  2024 two  words.3mf\r\n";
        using FileServer printer = new(_server.Printer);

        BambuPrinterFile file = Assert.Single(await printer.Files.ListAsync("/cache/", Cancellation));

        Assert.Equal(("/cache/two  words.3mf", 4294967296L, new DateTime(2024, 2, 3)), (file.Path, file.Length, file.LastWriteTime));
        Assert.Contains("CWD /cache", _server.Commands);
    }

    [Theory]
    [InlineData(5000, 1, "A line is longer than 4096 bytes")]
    [InlineData(10, 100_001, "It has more than 100000 entries")]
    public async Task Given_a_listing_without_end_when_it_is_read_then_the_error_names_the_folder_and_says_why(
        int length, int lines, string why)
    {
        string line = $"-rw-r--r--   1 root  root        12 Nov 20 10:00 {new string('a', length)}\r\n";
        _server.Listing = string.Concat(Enumerable.Repeat(line, lines));
        using FileServer printer = new(_server.Printer);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/cache", Cancellation));

        Assert.Equal((BambuErrorKind.PrinterFileRefused, "/cache"), (fault.Kind, fault.Subject));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_printer_that_sends_more_than_there_is_when_a_file_is_received_then_it_is_broken_off_and_nothing_is_here()
    {
        _server.Files["/film.mp4"] = new byte[64 << 20];
        _server.Replies["SIZE"] = "213 1000";
        List<DownloadProgress> progress = [];
        using FileServer printer = new(_server.Printer);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ReceiveAsync("/film.mp4",
            Path.Combine(_here.Path, "film.mp4"), overwrite: false, new SynchronousProgress(progress), Cancellation));

        Assert.Equal(BambuErrorKind.DownloadFailed, fault.Kind);
        Assert.Contains("it has 1000 bytes, and more came", fault.Message, StringComparison.Ordinal);
        Assert.Empty(progress);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_here.Path));
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("read")]
    public async Task Given_a_folder_when_it_is_taken_for_a_file_then_the_error_says_so(string what)
    {
        using FileServer printer = new(_server.Printer);
        string here = Path.Combine(_here.Path, "cache");

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => what == "remove"
            ? printer.Files.RemoveAsync("/cache", Cancellation)
            : printer.Files.ReceiveAsync("/cache", here, overwrite: false, null, Cancellation));

        Assert.Equal((BambuErrorKind.PrinterFileRefused, "/cache"), (fault.Kind, fault.Subject));
        Assert.Contains("is a folder", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/cache/../../x")]
    [InlineData("/a\r\nDELE /b")]
    public async Task Given_a_path_that_leaves_the_storage_or_its_line_when_it_is_used_then_nothing_is_sent(string path)
    {
        using FileServer printer = new(_server.Printer);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.RemoveAsync(path, Cancellation));

        Assert.Equal(BambuErrorKind.InvalidPrinterPath, fault.Kind);
        Assert.Equal(0, _server.Connections);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/cache/a:b.gcode")]
    [InlineData("/.hidden.gcode")]
    public async Task Given_a_name_that_printers_refuse_when_a_file_is_to_bear_it_then_nothing_is_sent(string path)
    {
        using FileServer printer = new(_server.Printer);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() =>
            printer.Files.SendAsync(LargeFile(100), path, 0, null, Cancellation));

        Assert.Equal((BambuErrorKind.InvalidPrinterPath, path), (fault.Kind, fault.Subject));
        Assert.Equal(0, _server.Connections);
    }

    [Fact]
    public async Task Given_an_access_code_with_a_line_end_when_files_are_listed_then_nothing_is_sent()
    {
        using FileServer printer = new(_server.Printer with { AccessCode = "12345678\r\nDELE /a" });

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/", Cancellation));

        Assert.Equal(BambuErrorKind.AccessCodeRefused, fault.Kind);
        Assert.Equal(0, _server.Connections);
    }

    [Fact]
    public async Task Given_another_printers_certificate_when_files_are_listed_then_no_code_is_sent()
    {
        using FileServer printer = new(_server.Printer with { DeviceId = "01P00A000000002" });

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/", Cancellation));

        Assert.Equal(BambuErrorKind.PrinterCertificateRefused, fault.Kind);
        Assert.Contains($"'{PrinterCertificate.Serial}'", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Commands);
    }

    [Theory]
    [InlineData(null, BambuErrorKind.PrinterCertificateUnknown)]
    [InlineData("00:11:22", BambuErrorKind.PrinterCertificateChanged)]
    public async Task Given_a_certificate_that_is_not_the_known_one_when_files_are_listed_then_no_code_is_sent(
        string? known, BambuErrorKind kind)
    {
        string shown = _server.Printer.Fingerprint!;
        using FileServer printer = new(_server.Printer with { Fingerprint = known });

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/", Cancellation));

        Assert.Equal(kind, fault.Kind);
        Assert.Contains(shown, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Commands);
    }

    [Fact]
    public async Task Given_the_authority_that_issued_it_when_a_certificate_is_not_known_then_it_is_trusted_all_the_same()
    {
        using FileServer printer = new(_server.Printer with
        {
            Fingerprint = null,
            CACertificatePath = _here.Write("authority.pem", PrinterCertificate.Usual.RootPem),
        });

        Assert.Empty(await printer.Files.ListAsync("/", Cancellation));
    }

    [Fact]
    public async Task Given_nobody_at_the_address_when_files_are_listed_then_the_error_names_printer_and_port()
    {
        int port = LoopbackListener.ClosedPort();
        using FileServer printer = new(_server.Printer with { FtpsPort = port });

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/", Cancellation));

        Assert.Equal(BambuErrorKind.PrinterUnreachable, fault.Kind);
        Assert.Contains($"'{PrinterCertificate.Serial}' at 127.0.0.1:{port}", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _here.Dispose();
    }

    // The limits of a connection and of a reply stay limits.
    private static FastForwardTimeProvider Hurried() =>
        new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), FastForwardTimeProvider.StallLimit);

    private sealed class SynchronousProgress(List<DownloadProgress> all) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => all.Add(value);
    }

    private PrintFile LargeFile(int length = Large)
    {
        string path = _here.Write("large.gcode", string.Join('\n', Enumerable.Repeat("G1 X10 Y10 E0.1", 1000)));
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write))
        {
            file.SetLength(length);
        }
        return PrintFile.Open(path);
    }

    private async Task<BambuPrinterFile> SendAsync(PrintFile file, int retryCount = 0, TimeProvider? clock = null)
    {
        using FileServer printer = new(_server.Printer with { TimeProvider = clock ?? TimeProvider.System });
        return await printer.Files.SendAsync(file, $"/{file.Name}", retryCount, null, Cancellation);
    }
}
