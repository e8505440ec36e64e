using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BambuCloud.Simulator;

/// <summary>Lets printers announce themselves, to this computer alone (lan.md, <i>Finding printers</i>).</summary>
internal sealed class Announcer : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly PrinterFleet _fleet;
    private readonly IReadOnlyDictionary<string, LanPort> _ports;
    private readonly IPEndPoint _to;
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public Announcer(PrinterFleet fleet, IReadOnlyDictionary<string, LanPort> ports, int port)
    {
        _fleet = fleet;
        _ports = ports;
        _to = new IPEndPoint(IPAddress.Loopback, port);
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _socket.Dispose();
    }

    private async Task RunAsync()
    {
        using PeriodicTimer timer = new(Between);
        try
        {
            do
            {
                foreach (LanPort port in _ports.Values.Where(port => !port.IsClosed))
                {
                    byte[] notice = Encoding.UTF8.GetBytes(_fleet.With(port.DeviceId, NoticeOf));
                    await _socket.SendAsync(notice, _to, _stopping.Token);
                }
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The cloud closes.
        }
        catch (SocketException)
        {
            // Nobody can be told on this computer; printers do not care who hears them.
        }
    }

    private static string NoticeOf(SimulatedPrinter printer) => string.Create(CultureInfo.InvariantCulture, $"""
        NOTIFY * HTTP/1.1
        HOST: 239.255.255.250:1900
        Server: UPnP/1.0
        Location: 127.0.0.1
        NT: urn:bambulab-com:device:3dprinter:1
        USN: {printer.DeviceId}
        Cache-Control: max-age=1800
        DevModel.bambu.com: {printer.Model.ModelName}
        DevName.bambu.com: {printer.Name}
        DevSignal.bambu.com: -44
        DevConnect.bambu.com: cloud
        DevBind.bambu.com: occupied
        Devseclink.bambu.com: secure
        DevVersion.bambu.com: 01.07.00.00


        """).ReplaceLineEndings("\r\n");
}
