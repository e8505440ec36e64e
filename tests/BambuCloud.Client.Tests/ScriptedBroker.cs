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

    /// <summary>The topic of a PUBLISH.</summary>
    public static string Topic(byte[] publication) => Encoding.UTF8.GetString(publication, 2, (publication[0] << 8) | publication[1]);

    /// <summary>Grants every topic of a SUBSCRIBE.</summary>
    public static byte[] Granted(byte[] subscribe)
    {
        int count = Topics(subscribe).Count;
        return [0x90, (byte)(2 + count), subscribe[0], subscribe[1], .. new byte[count]];
    }

    /// <summary>Takes a PUBLISH of quality 1: its number stands behind the topic.</summary>
    public static byte[] Acknowledged(byte[] publication)
    {
        int number = 2 + ((publication[0] << 8) | publication[1]);
        return [0x40, 2, publication[number], publication[number + 1]];
    }

    /// <summary>A PUBLISH of quality 0.</summary>
    public static byte[] Publication(string topic, string payload)
    {
        byte[] name = Encoding.UTF8.GetBytes(topic);
        byte[] content = [(byte)(name.Length >> 8), (byte)name.Length, .. name, .. Encoding.UTF8.GetBytes(payload)];
        List<byte> packet = [0x30];
        int length = content.Length;
        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        return [.. packet, .. content];
    }
}
