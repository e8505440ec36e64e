using System.Net;
using System.Net.Sockets;
using System.Text;
using BambuCloud.Client.Lan;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>Printers that announce themselves, and who only claims to be one (lan.md, <i>Finding printers</i>).</summary>
public sealed class PrinterDiscoveryTests
{
    private const string Notice = """
        NOTIFY * HTTP/1.1
        Host: 239.255.255.250:1990
        Location: 192.0.2.17
        NT: urn:bambulab-com:device:3dprinter:1
        USN: 01P00A000000001
        DevModel.bambu.com: C12
        DevName.bambu.com: Grüner Drucker
        DevSignal.bambu.com: -52
        DevConnect.bambu.com: lan
        DevBind.bambu.com: free
        DevVersion.bambu.com: 01.08.02.00

        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Given_an_announcement_when_it_is_read_then_it_says_who_and_where_the_printer_is()
    {
        BambuFoundPrinter? printer = PrinterDiscovery.Read(Encoding.UTF8.GetBytes(Notice.ReplaceLineEndings("\r\n")));

        Assert.Equal(new BambuFoundPrinter
        {
            DeviceId = "01P00A000000001",
            Name = "Grüner Drucker",
            Address = "192.0.2.17",
            Model = "P1S",
            ModelCode = "C12",
            LanOnly = true,
            Bound = false,
            FirmwareVersion = "01.08.02.00",
            WifiSignal = -52,
        }, printer);
    }

    [Theory]
    [InlineData("NT: urn:bambulab-com:device:3dprinter:1", "NT: upnp:rootdevice")]
    [InlineData("192.0.2.17", "http://192.0.2.17/x")]
    [InlineData("192.0.2.17", "")]
    [InlineData("01P00A000000001", "../../01P")]
    [InlineData("01P00A000000001", "")]
    public void Given_something_that_is_no_printer_when_it_is_heard_then_it_is_none(string part, string other) =>
        Assert.Null(PrinterDiscovery.Read(Encoding.UTF8.GetBytes(Notice.Replace(part, other, StringComparison.Ordinal))));

    [Fact]
    public void Given_a_name_that_a_terminal_would_obey_when_it_is_heard_then_it_is_plain_and_short()
    {
        string evil = "\u001b[2J" + new string('x', 5000);

        BambuFoundPrinter printer = PrinterDiscovery.Read(
            Encoding.UTF8.GetBytes(Notice.Replace("Grüner Drucker", evil, StringComparison.Ordinal)))!;

        Assert.DoesNotContain('\u001b', printer.Name);
        Assert.InRange(printer.Name.Length, 1, 101);
    }

    [Fact]
    public async Task Given_printers_that_announce_themselves_again_and_again_when_they_are_looked_for_then_each_comes_once()
    {
        int port = FreePort();
        await using CloudFixture cloud = await CloudFixture.OpenAsync(
            new SimulatorOptions { Printers = 2, Lan = true, AnnouncePort = port, Tasks = 0 });

        List<BambuFoundPrinter> found = await PrinterDiscovery.FindAsync(port, TimeSpan.FromSeconds(3), TimeProvider.System, Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal(cloud.Cloud.DeviceIds.Order(), found.Select(printer => printer.DeviceId).Order());
        Assert.All(found, printer => Assert.Equal("127.0.0.1", printer.Address));
    }

    private static int FreePort()
    {
        using UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
