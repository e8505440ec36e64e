using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>Hears printers that announce themselves in the local network (lan.md, <i>Finding printers</i>). Nothing is sent.</summary>
public static class PrinterDiscovery
{
    private const string PrinterType = "urn:bambulab-com:device:3dprinter:";
    private const int LongestNotice = 4096;
    private const int LongestValue = 100;
    private const string Suffix = ".bambu.com";

    /// <summary>Each printer once, as it is heard.</summary>
    /// <param name="port">The UDP port: 2021.</param>
    /// <param name="duration">How long to listen; printers announce themselves about every 5 seconds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.DiscoveryFailed"/>: the port cannot be listened on.</exception>
    public static async IAsyncEnumerable<BambuFoundPrinter> FindAsync(
        int port, TimeSpan duration, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        using Socket socket = Listen(port);
        using CancellationTokenSource over = new(duration, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        byte[] notice = new byte[LongestNotice];
        HashSet<string> found = new(StringComparer.OrdinalIgnoreCase);
        while (await ReceiveAsync(socket, notice, either.Token, cancellationToken).ConfigureAwait(false) is { } length)
        {
            if (Read(notice.AsSpan(0, length)) is not { } printer)
            {
                CloudTrace.Write("Something that is no printer's announcement was heard");
            }
            else if (found.Add(printer.DeviceId))
            {
                yield return printer;
            }
        }
    }

    /// <summary>Reads an announcement; null for anything else. Anybody in the network may have written it.</summary>
    internal static BambuFoundPrinter? Read(ReadOnlySpan<byte> notice)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in Encoding.UTF8.GetString(notice).Split('\n').Skip(1))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon)
            {
                headers.TryAdd(line[..colon].Trim(), PlainText.Of(line[(colon + 1)..].Trim(), LongestValue));
            }
        }
        string? Value(string name) => headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        if (Value("NT")?.StartsWith(PrinterType, StringComparison.Ordinal) != true
            || Value("USN") is not { } serial || !PrinterIdentity.IsSerial(serial)
            || !IPAddress.TryParse(Value("Location"), out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetwork)
        {
            return null;
        }
        string? model = Value("DevModel" + Suffix);
        return new BambuFoundPrinter
        {
            DeviceId = serial,
            Name = Value("DevName" + Suffix) ?? serial,
            Address = address.ToString(),
            Model = BambuModels.Named(null, model),
            ModelCode = model,
            LanOnly = Is(Value("DevConnect" + Suffix), "lan", "cloud"),
            Bound = Is(Value("DevBind" + Suffix), "occupied", "free"),
            FirmwareVersion = Value("DevVersion" + Suffix),
            WifiSignal = NumberIn(Value("DevSignal" + Suffix)),
        };
    }

    private static bool? Is(string? value, string yes, string no) => value?.Equals(yes, StringComparison.OrdinalIgnoreCase) == true ? true
        : value?.Equals(no, StringComparison.OrdinalIgnoreCase) == true ? false : null;

    private static int? NumberIn(string? value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    // The vendor's own programs listen there too → the address is shared.
    private static Socket Listen(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return socket;
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw new BambuException(BambuErrorKind.DiscoveryFailed, string.Create(CultureInfo.InvariantCulture,
                $"Printers cannot be heard on UDP port {port}: {taken.Message}"), taken);
        }
    }

    private static async Task<int?> ReceiveAsync(Socket socket, byte[] notice, CancellationToken listening, CancellationToken cancelled)
    {
        while (true)
        {
            try
            {
                SocketReceiveFromResult heard = await socket
                    .ReceiveFromAsync(notice, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), listening).ConfigureAwait(false);
                return heard.ReceivedBytes;
            }
            catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
            {
                return null; // The time is over.
            }
            catch (SocketException longer) when (longer.SocketErrorCode == SocketError.MessageSize)
            {
                CloudTrace.Write("Something that is too long for a printer's announcement was heard");
            }
        }
    }
}
