using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;

namespace BambuCloud.Client.Live;

/// <summary>
/// A connection whose bytes are read as they have arrived. MQTTnet asks for a packet in three pieces and more, each of which would be a
/// call of the system → they are served from a buffer.
/// </summary>
internal sealed class BufferedChannel(IMqttChannel inner) : IMqttChannel
{
    private const int BufferSize = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _start < _end ? Task.FromResult(Serve(buffer, offset, count)) : FillAsync(buffer, offset, count, cancellationToken);

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public void Dispose() => inner.Dispose();

    private async Task<int> FillAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _start = 0;
        _end = 0;
        _end = await inner.ReadAsync(_buffer, 0, BufferSize, cancellationToken).ConfigureAwait(false);
        return Serve(buffer, offset, count);
    }

    private int Serve(byte[] buffer, int offset, int count)
    {
        int served = Math.Min(count, _end - _start);
        _buffer.AsSpan(_start, served).CopyTo(buffer.AsSpan(offset, served));
        _start += served;
        return served;
    }

    /// <summary>Makes MQTTnet's own adapter for TCP and TLS over such a connection.</summary>
    internal sealed class AdapterFactory : IMqttClientAdapterFactory
    {
        public IMqttChannelAdapter CreateClientAdapter(MqttClientOptions options, MqttPacketInspector packetInspector,
            IMqttNetLogger logger)
        {
            MqttBufferWriter writer = new(options.WriterBufferSize, options.WriterBufferSizeMax);
            return new MqttChannelAdapter(
                new BufferedChannel(new MqttTcpChannel(options)), new MqttPacketFormatterAdapter(options.ProtocolVersion, writer), logger)
            {
                AllowPacketFragmentation = options.AllowPacketFragmentation,
                PacketInspector = packetInspector,
            };
        }
    }
}
