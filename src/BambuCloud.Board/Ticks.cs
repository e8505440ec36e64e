using System.Runtime.CompilerServices;

namespace BambuCloud.Board;

/// <summary>A stream whose reader has something to do also while nothing comes.</summary>
public static class Ticks
{
    /// <summary>Gives what comes, and <see langword="null"/> whenever so much time has passed.</summary>
    public static async IAsyncEnumerable<T?> WithTicks<T>(
        this IAsyncEnumerable<T> source, TimeSpan interval, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(source);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using PeriodicTimer timer = new(interval, time);
        IAsyncEnumerator<T> items = source.GetAsyncEnumerator(leaving.Token);
        Task<bool> next = items.MoveNextAsync().AsTask();
        try
        {
            Task<bool> tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            while (true)
            {
                // A tick goes first: a stream that never pauses must not keep it waiting.
                if (await Task.WhenAny(tick, next).ConfigureAwait(false) == tick)
                {
                    tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
                    yield return null;
                }
                else if (await next.ConfigureAwait(false))
                {
                    T item = items.Current;
                    next = items.MoveNextAsync().AsTask();
                    yield return item;
                }
                else
                {
                    yield break;
                }
            }
        }
        finally
        {
            // An enumerator can be let go only when it is not on its way.
            await leaving.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(next).ConfigureAwait(false);
            await items.DisposeAsync().ConfigureAwait(false);
        }
    }
}
