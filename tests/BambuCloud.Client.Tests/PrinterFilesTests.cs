using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;

namespace BambuCloud.Client.Tests;

/// <summary>The files on a printer, with Debian's vsftpd in the printer's place (lan.md, <i>FTPS</i>).</summary>
[Collection(nameof(PrinterFiles))]
public sealed class PrinterFilesTests : IDisposable
{
    private readonly TemporaryFolder _here = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_server_that_demands_resumed_sessions_when_a_file_is_sent_then_it_is_there_byte_for_byte()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer);
        PrintFile file = PrintFile.Open(TestData.SlicedCube);
        List<UploadProgress> progress = [];

        BambuPrinterFile sent = await printer.Files.SendAsync(file, $"{server.Storage}/{file.Name}", 0,
            new Recorder<UploadProgress>(progress), Cancellation);

        Assert.Equal($"{server.Storage}/cube.gcode.3mf", sent.Path);
        Assert.Equal(await File.ReadAllBytesAsync(TestData.SlicedCube, Cancellation),
            await File.ReadAllBytesAsync(Path.Combine(server.Storage, "cube.gcode.3mf"), Cancellation));
        Assert.Equal(new UploadProgress("cube.gcode.3mf", file.Length, file.Length), progress[^1]);
    }

    [Fact]
    public async Task Given_files_and_folders_when_they_are_listed_then_each_has_its_name_size_and_time()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer);
        Directory.CreateDirectory(Path.Combine(server.Storage, "timelapse"));
        string film = Path.Combine(server.Storage, "Würfel 20 mm.gcode.3mf");
        await File.WriteAllTextAsync(film, "twelve bytes", Cancellation);
        DateTime written = DateTime.UtcNow.AddDays(-3);
        File.SetLastWriteTimeUtc(film, written);

        IReadOnlyList<BambuPrinterFile> files = await printer.Files.ListAsync(server.Storage, Cancellation);

        BambuPrinterFile folder = Assert.Single(files, file => file.IsFolder);
        Assert.Equal(($"{server.Storage}/timelapse", (long?)null), (folder.Path, folder.Length));
        BambuPrinterFile listed = Assert.Single(files, file => !file.IsFolder);
        Assert.Equal(("Würfel 20 mm.gcode.3mf", $"{server.Storage}/Würfel 20 mm.gcode.3mf", 12L, PrinterCertificate.Serial),
            (listed.Name, listed.Path, listed.Length, listed.DeviceId));
        Assert.InRange(listed.LastWriteTime!.Value, written.AddDays(-1), written.AddDays(1)); // vsftpd has a time zone of its own.
    }

    [Fact]
    public async Task Given_a_folder_that_is_not_there_when_it_is_listed_then_the_error_names_it_and_has_the_servers_words()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/nowhere", Cancellation));

        Assert.Equal((BambuErrorKind.PrinterFileNotFound, "/nowhere"), (fault.Kind, fault.Subject));
        Assert.Contains("550 Failed to change directory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_file_on_the_printer_when_it_is_received_then_it_is_here_whole_and_nothing_else_is()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer);
        byte[] film = new byte[3_000_017];
        Random.Shared.NextBytes(film);
        await File.WriteAllBytesAsync(Path.Combine(server.Storage, "film.mp4"), film, Cancellation);
        List<DownloadProgress> progress = [];

        await printer.Files.ReceiveAsync($"{server.Storage}/film.mp4", Path.Combine(_here.Path, "film.mp4"), overwrite: false,
            new Recorder<DownloadProgress>(progress), Cancellation);

        Assert.Equal(film, await File.ReadAllBytesAsync(Path.Combine(_here.Path, "film.mp4"), Cancellation));
        Assert.Equal(["film.mp4"], Directory.EnumerateFileSystemEntries(_here.Path).Select(Path.GetFileName));
        Assert.Equal(new DownloadProgress("film.mp4", film.Length, film.Length), progress[^1]);
    }

    [Fact]
    public async Task Given_a_file_here_when_one_of_its_name_is_received_then_it_is_replaced_only_where_that_is_wanted()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer);
        await File.WriteAllTextAsync(Path.Combine(server.Storage, "log.txt"), "new", Cancellation);
        string here = _here.Write("log.txt", "old");

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() =>
            printer.Files.ReceiveAsync($"{server.Storage}/log.txt", here, overwrite: false, null, Cancellation));
        Assert.Equal(("old", BambuErrorKind.FileExists), (await File.ReadAllTextAsync(here, Cancellation), fault.Kind));

        await printer.Files.ReceiveAsync($"{server.Storage}/log.txt", here, overwrite: true, null, Cancellation);
        Assert.Equal("new", await File.ReadAllTextAsync(here, Cancellation));
    }

    [Fact]
    public async Task Given_a_file_when_it_is_removed_twice_then_it_is_gone_and_the_second_time_says_that_there_is_none()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer);
        string there = Path.Combine(server.Storage, "old.gcode");
        await File.WriteAllTextAsync(there, "G28", Cancellation);

        await printer.Files.RemoveAsync($"{server.Storage}/old.gcode", Cancellation);
        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.RemoveAsync($"{server.Storage}/old.gcode",
            Cancellation));

        Assert.False(File.Exists(there));
        Assert.Equal(BambuErrorKind.PrinterFileNotFound, fault.Kind);
    }

    [Fact]
    public async Task Given_a_wrong_access_code_when_files_are_listed_then_the_error_says_so_and_not_the_code()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer with { AccessCode = "87654321" });

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => printer.Files.ListAsync("/", Cancellation));

        Assert.Equal((BambuErrorKind.AccessCodeRefused, PrinterCertificate.Serial), (fault.Kind, fault.Subject));
        Assert.DoesNotContain("87654321", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_upload_when_it_is_cancelled_on_the_way_then_no_half_file_is_left()
    {
        await using Vsftpd server = await Vsftpd.StartAsync();
        using FileServer printer = new(server.Printer);
        PrintFile file = PrintFile.Open(LargeGcode(64 << 20));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => printer.Files.SendAsync(file, $"{server.Storage}/{file.Name}", 0,
            new Recorder<UploadProgress>(sent =>
            {
                if (sent.BytesSent > file.Length / 4)
                {
                    stop.Cancel();
                }
            }), stop.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Storage));
    }

    public void Dispose() => _here.Dispose();

    private string LargeGcode(long length)
    {
        string path = _here.Write("large.gcode", string.Join('\n', Enumerable.Repeat("G1 X10 Y10 E0.1", 1000)));
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
        return path;
    }

    private sealed class Recorder<T>(Action<T> told) : IProgress<T>
    {
        public Recorder(List<T> all)
            : this(all.Add)
        {
        }

        public void Report(T value) => told(value);
    }
}
