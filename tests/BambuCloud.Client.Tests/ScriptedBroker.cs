using System.Text;

namespace BambuCloud.Client.Tests;

/// <summary>The few MQTT 3.1.1 packets that a test needs to play a broker by hand.</summary>
internal static class ScriptedBroker
{
    public const int Connect = 1;
    public const int Publish = 3;
    public const int Subscribe = 8;

    public static readonly byte[] ConnectAccepted = [0x20, 2, 0, 0];

    /// <summary>The next packet: its kind, and what stands behind its length.</summary>
    public static async Task<(int Kind, byte[] Content)> ReadAsync(Stream stream, CancellationToken closing)
    {
        byte[] one = new byte[1];
        await stream.ReadExactlyAsync(one, closing);
        int kind = one[0] >> 4;
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(one, closing);
            length |= (one[0] & 0x7F) << shift;
            if (one[0] < 0x80)
            {
                break;
            }
        }
        byte[] content = new byte[length];
        await stream.ReadExactlyAsync(content, closing);
        return (kind, content);
    }

    /// <summary>The client id of a CONNECT: it stands behind protocol name, level, flags and keep-alive.</summary>
    public static string ClientId(byte[] connect) => Encoding.UTF8.GetString(connect, 12, (connect[10] << 8) | connect[11]);

    /// <summary>The topics of a SUBSCRIBE.</summary>
    public static List<string> Topics(byte[] subscribe)
    {
        List<string> topics = [];
        for (int at = 2; at < subscribe.Length;)
        {
            int length = (subscribe[at] << 8) | subscribe[at + 1];
            topics.Add(Encoding.UTF8.GetString(subscribe, at + 2, length));
            at += 2 + length + 1;
        }
        return topics;
    }

    /// <summary>Grants every topic of a SUBSCRIBE.</summary>
    public static byte[] Granted(byte[] subscribe)
    {
        int count = Topics(subscribe).Count;
        return [0x90, (byte)(2 + count), subscribe[0], subscribe[1], .. new byte[count]];
    }
}
