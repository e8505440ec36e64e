namespace BambuCloud.Client.Tests;

/// <summary>Hears a TLS client's first message, answers it with the given bytes and keeps what it is sent then.</summary>
internal sealed class HelloPeer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly TaskCompletionSource<ClientHello> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<byte[]> _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="answer">Without one, the peer hangs up.</param>
    public HelloPeer(byte[]? answer = null) => _listener = new LoopbackListener(async (stream, _, closing) =>
    {
        try
        {
            _hello.TrySetResult(await ClientHello.ReadAsync(stream, closing));
            if (answer is not null)
            {
                await stream.WriteAsync(answer, closing);
                _rest.TrySetResult(await ReadRestAsync(stream, closing));
            }
        }
        catch (Exception other) when (other is InvalidDataException or EndOfStreamException)
        {
            _hello.TrySetException(other);
        }
    });

    public int Port => _listener.Port;

    public int Accepted => _listener.Accepted;

    /// <summary>What the first client offered.</summary>
    public Task<ClientHello> Hello => _hello.Task.WaitAsync(CloudFixture.Patience, TestContext.Current.CancellationToken);

    /// <summary>What it sent after the answer, when it has hung up by itself.</summary>
    public Task<byte[]> Rest => _rest.Task.WaitAsync(CloudFixture.Patience, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static async Task<byte[]> ReadRestAsync(Stream stream, CancellationToken closing)
    {
        using MemoryStream rest = new();
        try
        {
            await stream.CopyToAsync(rest, closing);
        }
        catch (IOException)
        {
            // It hung up with an answer unread.
        }
        return rest.ToArray();
    }
}
