using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace BambuCloud.Session;

/// <summary>Streams of several sessions as one.</summary>
internal static class AsyncStreams
{
    /// <summary>
    /// What comes from any of the streams, as it comes, with what the stream is known by. A stream is read no faster than the whole, and
    /// the first that fails ends the others.
    /// </summary>
    public static IAsyncEnumerable<(TKey Key, T Item)> Merge<TKey, T>(
        IEnumerable<(TKey Key, IAsyncEnumerable<T> Items)> streams, CancellationToken cancellationToken)
    {
        (TKey Key, IAsyncEnumerable<T> Items)[] all = [.. streams];
        return all is [var (key, items)] ? Only(key, items, cancellationToken) : MergeAll(all, cancellationToken);
    }

    // Handing each item from thread to thread costs more than reading it → one stream is given as it is.
    private static async IAsyncEnumerable<(TKey Key, T Item)> Only<TKey, T>(
        TKey key, IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return (key, item);
        }
    }

    private static async IAsyncEnumerable<(TKey Key, T Item)> MergeAll<TKey, T>(
        IReadOnlyList<(TKey Key, IAsyncEnumerable<T> Items)> streams, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<(TKey, T)> merged = Channel.CreateBounded<(TKey, T)>(1);
        Task reading = ReadAllAsync([.. streams.Select(ReadAsync)]);
        try
        {
            await foreach ((TKey, T) item in merged.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }

        async Task ReadAllAsync(Task[] readers)
        {
            await Task.WhenAll(readers).ConfigureAwait(false);
            merged.Writer.TryComplete();
        }

        async Task ReadAsync((TKey Key, IAsyncEnumerable<T> Items) stream)
        {
            try
            {
                await foreach (T item in stream.Items.WithCancellation(ending.Token).ConfigureAwait(false))
                {
                    await merged.Writer.WriteAsync((stream.Key, item), ending.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // Nobody reads any more, or another stream has failed and says why.
            }
            catch (Exception fault)
            {
                merged.Writer.TryComplete(fault);
                await ending.CancelAsync().ConfigureAwait(false);
            }
        }
    }
}
