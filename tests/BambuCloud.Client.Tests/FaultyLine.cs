using System.Collections.Concurrent;
using System.Net.Sockets;

namespace BambuCloud.Client.Tests;

/// <summary>A TCP line to a port of loopback that may be slow, and may go dead without a word to either end.</summary>
internal sealed class FaultyLine : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly int _target;
    private readonly ConcurrentBag<Wire> _wires = [];

    public FaultyLine(int target)
    {
        _target = target;
        _listener = new LoopbackListener(ServeAsync);
    }

    public int Port => _listener.Port;

    /// <summary>How many connections were made over it.</summary>
    public int Accepted => _listener.Accepted;

    /// <summary>How long every piece is on its way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Every connection that stands is dead from now on: what either end says or that it hangs up is not known to the other. New
    /// connections live.
    /// </summary>
    public void Cut()
    {
        foreach (Wire wire in _wires)
        {
            wire.Dead = true;
        }
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Stream client, int connection, CancellationToken closing)
    {
        Wire wire = new();
        _wires.Add(wire);
        using TcpClient target = new();
        await target.ConnectAsync("127.0.0.1", _target, closing);
        await using NetworkStream broker = target.GetStream();
        await Task.WhenAny(PumpAsync(client, broker, wire, closing), PumpAsync(broker, client, wire, closing));
    }

    private async Task PumpAsync(Stream from, Stream to, Wire wire, CancellationToken closing)
    {
        byte[] piece = new byte[4096];
        try
        {
            while (await from.ReadAsync(piece, closing) is > 0 and int length)
            {
                await Task.Delay(Delay, closing);
                if (!wire.Dead)
                {
                    await to.WriteAsync(piece.AsMemory(0, length), closing);
                }
            }
        }
        catch (IOException)
        {
            // One end is gone.
        }
        if (wire.Dead)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Wire
    {
        private volatile bool _dead;

        public bool Dead
        {
            get => _dead;
            set => _dead = value;
        }
    }
}
