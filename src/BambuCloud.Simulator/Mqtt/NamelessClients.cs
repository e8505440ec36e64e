using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace BambuCloud.Simulator;

/// <summary>
/// Names clients that come without a name, as MQTT 3.1.1 leaves it to the broker (3.1.3.1). The library's broker refuses them before
/// anybody is asked, so that the name is put into their CONNECT on its way.
/// </summary>
internal static class NamelessClients
{
    private const byte Connect = 0x10;
    private const byte Version311 = 4;
    private const int NameLength = 22;

    // Behind the length: "MQTT" with its length, version, flags, keep alive, and the length of the name.
    private const int ToName = 12;
    private const int VersionAt = 6;
    private const int LeastPacket = 2 + ToName;
    private const int LongestLength = 4;

    /// <summary>A step of the connection's way to the broker.</summary>
    public static ConnectionDelegate Name(ConnectionDelegate next) => async connection =>
    {
        PipeReader input = connection.Transport.Input;
        ReadResult read;
        try
        {
            read = await input.ReadAtLeastAsync(LeastPacket);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return; // The client went before it said a word.
        }
        byte[] start = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, LeastPacket + LongestLength)).ToArray();
        if (Renamed(start) is not var (consumed, renamed))
        {
            input.AdvanceTo(read.Buffer.Start);
            await next(connection);
            return;
        }
        input.AdvanceTo(read.Buffer.GetPosition(consumed));
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(renamed);
        Task rest = CopyAsync(input, pipe.Writer);
        connection.Transport = new Transport(pipe.Reader, connection.Transport.Output);
        await next(connection);
        input.CancelPendingRead();
        await rest;
    };

    // How many bytes are replaced, and by which; null for a client that has a name.
    private static (int Consumed, byte[] Renamed)? Renamed(byte[] start)
    {
        int length = 0;
        int at = 1;
        for (int shift = 0; at < start.Length && at <= LongestLength; shift += 7)
        {
            length |= (start[at] & 0x7F) << shift;
            if (start[at++] < 0x80)
            {
                break;
            }
        }
        bool isNameless = start.Length >= at + ToName && start[0] == Connect && start[at + VersionAt] == Version311
            && start[at + ToName - 2] == 0 && start[at + ToName - 1] == 0;
        if (!isNameless)
        {
            return null;
        }
        ArrayBufferWriter<byte> renamed = new();
        renamed.Write([Connect]);
        for (int left = length + NameLength; left > 0; left >>= 7)
        {
            renamed.Write([(byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0))]);
        }
        renamed.Write(start.AsSpan(at, ToName - 1));
        renamed.Write([(byte)NameLength]);
        renamed.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(NameLength, lowercase: true)));
        return (at + ToName, renamed.WrittenSpan.ToArray());
    }

    private static async Task CopyAsync(PipeReader from, PipeWriter to)
    {
        Exception? fault = null;
        try
        {
            await from.CopyToAsync(to);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            fault = over; // The broker hears of it by the end of what it reads.
        }
        await to.CompleteAsync(fault);
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
