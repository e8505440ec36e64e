using System.Buffers.Binary;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BambuCloud.Simulator;

/// <summary>
/// The camera port of A1 and P1 printers (lan.md, <i>Camera</i>): after TLS a client says who it is in 80 bytes, and gets a picture a
/// second.
/// </summary>
/// <param name="accessCode">The printer's code.</param>
internal sealed class CameraPort(Func<string> accessCode)
{
    // The smallest picture that viewers take: one grey pixel.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAAL"
        + "CAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==");

    private ListenOptions? _listen;

    /// <summary>Whether no picture comes; a client waits for them in vain.</summary>
    public bool IsDark { get; set; }

    /// <summary>The port, when it is open.</summary>
    public int Port => _listen!.IPEndPoint!.Port;

    /// <summary>Opens the port.</summary>
    /// <param name="kestrel">The server.</param>
    /// <param name="secure">Puts the printer's guard and its certificate before the connection.</param>
    public void Listen(KestrelServerOptions kestrel, Action<ListenOptions> secure) => kestrel.Listen(IPAddress.Loopback, 0, listen =>
    {
        _listen = listen;
        secure(listen);
        listen.Run(ServeAsync);
    });

    private async Task ServeAsync(ConnectionContext connection)
    {
        await using Stream input = connection.Transport.Input.AsStream();
        await using Stream output = connection.Transport.Output.AsStream();
        byte[] request = new byte[80];
        try
        {
            await input.ReadExactlyAsync(request, connection.ConnectionClosed);
            if (!IsWelcome(request))
            {
                return; // Printers hang up without a word.
            }
            using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
            do
            {
                if (!IsDark)
                {
                    await output.WriteAsync(Frame(), connection.ConnectionClosed);
                    await output.FlushAsync(connection.ConnectionClosed);
                }
            }
            while (await second.WaitForNextTickAsync(connection.ConnectionClosed));
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // The client has seen enough.
        }
    }

    private bool IsWelcome(byte[] request) =>
        BinaryPrimitives.ReadUInt32LittleEndian(request) == 0x40 && BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(4)) == 0x3000
        && request.AsSpan(8, 8).IndexOfAnyExcept((byte)0) < 0
        && Field(request.AsSpan(16, 32)) == LanPort.User && Field(request.AsSpan(48, 32)) == accessCode();

    private static string Field(Span<byte> field) => Encoding.ASCII.GetString(field.TrimEnd((byte)0));

    private static byte[] Frame()
    {
        byte[] frame = new byte[16 + Picture.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, Picture.Length);
        frame[8] = 1;
        Picture.CopyTo(frame, 16);
        return frame;
    }
}
