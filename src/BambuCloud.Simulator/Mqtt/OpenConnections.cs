using Microsoft.AspNetCore.Connections;

namespace BambuCloud.Simulator;

/// <summary>How many connections to a port stand, counted where they come in: what a client leaves behind shows here.</summary>
internal sealed class OpenConnections
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _open);
        int open = 1;
        // When the line is gone, not when the broker has come to terms with it: that can take a while longer.
        using CancellationTokenRegistration closed = connection.ConnectionClosed.Register(Gone);
        try
        {
            await next(connection);
        }
        finally
        {
            Gone();
        }

        void Gone()
        {
            if (Interlocked.Exchange(ref open, 0) == 1)
            {
                Interlocked.Decrement(ref _open);
            }
        }
    };
}
