using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>The file servers of the simulator's printers (lan.md, <i>FTPS</i>).</summary>
[Collection(nameof(PrinterFiles))] // .NET keeps TLS sessions by the name of the server, which all of them share.
public sealed class SimulatorFileTests : IAsyncLifetime
{
    private CloudFixture _cloud = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SimulatedLanPrinter Printer => _cloud.Cloud.LanPrinters[0];

    public static TheoryData<int> Tenths => [.. Enumerable.Range(0, 10)];

    public async ValueTask InitializeAsync() =>
        _cloud = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 1, Lan = true, Tasks = 0 });

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task Given_a_printer_with_a_card_when_a_file_is_sent_then_it_can_be_listed_received_and_removed()
    {
        using FileServer server = new(Options());
        using TemporaryFolder here = new();
        string received = Path.Combine(here.Path, "received.3mf");

        BambuPrinterFile sent = await SendAsync(server);
        IReadOnlyList<BambuPrinterFile> listed = await server.Files.ListAsync("/", Cancellation);
        await server.Files.ReceiveAsync(sent.Path, received, overwrite: false, null, Cancellation);
        await server.Files.RemoveAsync(sent.Path, Cancellation);

        Assert.Equal(["/cache", "/cube.gcode.3mf", "/model", "/timelapse"], listed.Select(file => file.Path));
        Assert.Equal(sent.Length, listed[1].Length);
        Assert.InRange(listed[1].LastWriteTime!.Value, DateTime.Now.AddMinutes(-2), DateTime.Now.AddMinutes(1));
        Assert.Equal(await File.ReadAllBytesAsync(TestData.SlicedCube, Cancellation), await File.ReadAllBytesAsync(received, Cancellation));
        Assert.DoesNotContain(await server.Files.ListAsync("/", Cancellation), file => file.Path == sent.Path);
    }

    [Theory]
    [InlineData("remove-card", BambuErrorKind.PrinterStorageMissing)]
    [InlineData("fill-card?bytes=1000", BambuErrorKind.PrinterStorageFull)]
    [InlineData("renew-certificate", BambuErrorKind.PrinterCertificateChanged)]
    [InlineData("close", BambuErrorKind.PrinterUnreachable)]
    public async Task Given_what_was_ordered_when_a_file_is_sent_then_it_is_one_error_and_nothing_stays(string order, BambuErrorKind kind)
    {
        using FileServer server = new(Options());
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/{order}");

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => SendAsync(server));

        Assert.Equal(kind, fault.Kind);
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/insert-card");
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/free-card");
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/open");
        using FileServer again = new(Options());
        Assert.DoesNotContain(await again.Files.ListAsync("/", Cancellation), file => file.Name == "cube.gcode.3mf");
        await SendAsync(again);
    }

    [Theory]
    [MemberData(nameof(Tenths))]
    public async Task Given_a_connection_that_breaks_at_a_tenth_when_a_file_is_sent_then_it_is_one_error_and_nothing_stays(int tenth)
    {
        using FileServer server = new(Options());
        long length = new FileInfo(TestData.SlicedCube).Length;
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/cut-transfer?bytes={length * tenth / 10}");

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => SendAsync(server));

        Assert.Equal(BambuErrorKind.UploadFailed, fault.Kind);
        Assert.DoesNotContain(await server.Files.ListAsync("/", Cancellation), file => file.Name == "cube.gcode.3mf");
    }

    [Fact]
    public async Task Given_a_connection_that_breaks_when_a_file_is_received_then_it_is_one_error_and_nothing_is_here()
    {
        using FileServer server = new(Options());
        using TemporaryFolder here = new();
        BambuPrinterFile film = (await server.Files.ListAsync("/timelapse", Cancellation))[0];
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/cut-transfer?bytes=70000");

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() =>
            server.Files.ReceiveAsync(film.Path, Path.Combine(here.Path, film.Name), overwrite: false, null, Cancellation));

        Assert.Equal(BambuErrorKind.DownloadFailed, fault.Kind);
        Assert.Empty(Directory.EnumerateFileSystemEntries(here.Path));
    }

    [Fact]
    public async Task Given_a_wrong_code_when_files_are_listed_then_the_printer_refuses_it()
    {
        using FileServer server = new(Options() with { AccessCode = "87654321" });

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => server.Files.ListAsync("/", Cancellation));

        Assert.Equal(BambuErrorKind.AccessCodeRefused, fault.Kind);
        Assert.Contains("530", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_client_of_another_make_when_it_asks_for_what_printers_lack_then_they_do_not_know_it()
    {
        using RawFtps client = await RawFtps.SignInAsync(Printer);

        Assert.All(["MLSD", "REST 100", "APPE /x", "FEAT", "EPSV"],
            command => Assert.StartsWith("502 ", client.Ask(command), StringComparison.Ordinal));
        Assert.Matches(@"^227 .*\(0,0,0,0,\d+,\d+\)", client.Ask("PASV"));
        Assert.StartsWith("553 ", client.Ask("STOR /nowhere/x"), StringComparison.Ordinal);
        Assert.StartsWith("550 ", client.Ask("CWD /../etc"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demand-resumption", "522 ")]
    [InlineData("take-any-session", "226 ")]
    public async Task Given_a_data_connection_with_a_session_of_its_own_when_data_is_to_come_then_it_is_refused_where_one_is_demanded(
        string order, string word)
    {
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/{order}");
        using RawFtps client = await RawFtps.SignInAsync(Printer);
        using TcpClient data = client.OpenData();
        Assert.StartsWith("150 ", client.Ask("LIST"), StringComparison.Ordinal);

        await using SslStream tls = await RawFtps.BeginTlsAsync(data, Printer);

        Assert.StartsWith(word, client.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_client_that_says_nothing_when_its_time_is_over_then_it_is_left_without_a_word()
    {
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/close-idle?seconds=0.2");
        using RawFtps client = await RawFtps.SignInAsync(Printer);

        Assert.Null(client.Read());
    }

    private LanPrinterOptions Options() => new()
    {
        DeviceId = Printer.DeviceId,
        Host = "127.0.0.1",
        FtpsPort = Printer.FtpsPort,
        AccessCode = Printer.AccessCode,
        Fingerprint = Printer.Fingerprint,
    };

    private static Task<BambuPrinterFile> SendAsync(FileServer server) =>
        server.Files.SendAsync(PrintFile.Open(TestData.SlicedCube), "/cube.gcode.3mf", 0, null, Cancellation);

    /// <summary>A client that says what it likes, and resumes no session.</summary>
    private sealed class RawFtps : IDisposable
    {
        private readonly TcpClient _connection;
        private readonly StreamReader _replies;
        private readonly StreamWriter _commands;

        private RawFtps(TcpClient connection, SslStream tls)
        {
            _connection = connection;
            _replies = new StreamReader(tls);
            _commands = new StreamWriter(tls) { AutoFlush = true, NewLine = "\r\n" };
        }

        public static async Task<RawFtps> SignInAsync(SimulatedLanPrinter printer)
        {
            TcpClient connection = new("127.0.0.1", printer.FtpsPort);
            RawFtps client = new(connection, await BeginTlsAsync(connection, printer));
            Assert.StartsWith("220 ", client.Read(), StringComparison.Ordinal);
            Assert.StartsWith("530 ", client.Ask("LIST"), StringComparison.Ordinal);
            Assert.StartsWith("331 ", client.Ask("USER bblp"), StringComparison.Ordinal);
            Assert.StartsWith("230 ", client.Ask($"PASS {printer.AccessCode}"), StringComparison.Ordinal);
            return client;
        }

        public static async Task<SslStream> BeginTlsAsync(TcpClient connection, SimulatedLanPrinter printer)
        {
            SslStream tls = new(connection.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = printer.DeviceId,
                EnabledSslProtocols = SslProtocols.Tls12,
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    shown!.GetCertHashString(HashAlgorithmName.SHA256) == printer.Fingerprint.Replace(":", "", StringComparison.Ordinal),
            }, Cancellation);
            return tls;
        }

        public string? Read() => _replies.ReadLine();

        public string? Ask(string command)
        {
            _commands.WriteLine(command);
            return Read();
        }

        public TcpClient OpenData()
        {
            string[] numbers = Ask("PASV")!.Split('(', ')')[1].Split(',');
            return new TcpClient("127.0.0.1", (int.Parse(numbers[4], null) << 8) | int.Parse(numbers[5], null));
        }

        public void Dispose()
        {
            _connection.Dispose();
            _replies.Dispose();
        }
    }
}
