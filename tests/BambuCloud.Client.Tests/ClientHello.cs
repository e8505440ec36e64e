using System.Buffers.Binary;

namespace BambuCloud.Client.Tests;

/// <summary>What a TLS client offers with its first message (RFC 8446, 4.1.2).</summary>
internal sealed record ClientHello(int LegacyVersion, IReadOnlyList<int> SupportedVersions)
{
    public const int Tls12 = 0x0303;

    private const int HandshakeRecord = 22;
    private const int ClientHelloMessage = 1;
    private const int SupportedVersionsExtension = 43;

    /// <exception cref="InvalidDataException">Something else came.</exception>
    public static async Task<ClientHello> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] message = [];
        byte[] head = new byte[5];
        while (message.Length < 4 || message.Length < 4 + BinaryPrimitives.ReadInt32BigEndian([0, .. message[1..4]]))
        {
            await stream.ReadExactlyAsync(head, cancellationToken);
            if (head[0] != HandshakeRecord)
            {
                throw new InvalidDataException($"No TLS handshake, but a message that begins with {Convert.ToHexString(head)}.");
            }
            byte[] part = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(3))];
            await stream.ReadExactlyAsync(part, cancellationToken);
            message = [.. message, .. part];
        }
        return message[0] == ClientHelloMessage
            ? Parse(new Reader(message.AsSpan(4)))
            : throw new InvalidDataException($"The handshake begins with a message of type {message[0]}.");
    }

    private static ClientHello Parse(Reader hello)
    {
        int legacyVersion = hello.Number(2);
        hello.Bytes(32); // random
        hello.Block(1); // session
        hello.Block(2); // cipher suites
        hello.Block(1); // compression
        List<int> versions = [];
        Reader extensions = hello.Block(2);
        while (extensions.More)
        {
            int type = extensions.Number(2);
            Reader content = extensions.Block(2);
            if (type == SupportedVersionsExtension)
            {
                Reader list = content.Block(1);
                while (list.More)
                {
                    versions.Add(list.Number(2));
                }
            }
        }
        return new ClientHello(legacyVersion, versions);
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public readonly bool More => !_rest.IsEmpty;

        public ReadOnlySpan<byte> Bytes(int count)
        {
            ReadOnlySpan<byte> bytes = _rest[..count];
            _rest = _rest[count..];
            return bytes;
        }

        public int Number(int width)
        {
            int number = 0;
            foreach (byte digit in Bytes(width))
            {
                number = (number << 8) | digit;
            }
            return number;
        }

        /// <summary>A part that its length stands before.</summary>
        public Reader Block(int width) => new(Bytes(Number(width)));
    }
}
