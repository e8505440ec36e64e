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
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}
