using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BambuCloud.Client.Http;

namespace BambuCloud.Client.Api;

/// <summary>
/// The one paging loop. A page is asked for by its number, by the id before it and by its offset; what comes back decides which of them the
/// service knows: items that were given already are dropped, the total ends the list, and so does a page that is not full where there is no
/// total.
/// </summary>
internal static class Pages
{
    /// <summary>The size that the document names (API_DEVICES.md).</summary>
    public const int Size = 20;

    // Who asks for a third page reads on → from then on a page is asked for while the one before is worked on.
    private const int PagesBeforeAhead = 3;

    private const int LargestGathering = 10 * Size;

    /// <summary>Reads a list, page by page as it is read: what is new on each page.</summary>
    /// <param name="list">The call, for errors.</param>
    /// <param name="range">Which part of it.</param>
    /// <param name="read">Gets one page.</param>
    /// <param name="idOf">What an item is known by.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BambuApiException">
    /// <see cref="BambuErrorKind.UnexpectedResponse"/>: the pages go round in a circle, which is told after what they gave;
    /// <see cref="BambuErrorKind.NotFound"/>: nothing in the list has the id that items were wanted behind.
    /// </exception>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        CloudCall list, PageRange<T> range, Func<PageRequest, CancellationToken, Task<Page<T>>> read, Func<T, string> idOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PagedReader<T> reader = new(list, range, read, idOf);
        while (!reader.IsDone && reader.PagesTaken < PagesBeforeAhead)
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } wanted)
            {
                yield return wanted;
            }
        }
        await foreach (List<T> wanted in ReadAheadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            yield return wanted;
        }
        reader.EnsureComplete();
    }

    // Pages go on coming while some are worked on: at first one, then twice as many each time, so that who stops soon has asked for few in
    // vain. Handing one over to another thread costs as much as reading it → those that came meanwhile are handed over together.
    private static async IAsyncEnumerable<List<T>> ReadAheadAsync<T>(PagedReader<T> reader,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<List<T>> pages = Channel.CreateBounded<List<T>>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task filling = FillAsync(reader, pages.Writer, reading.Token);
        try
        {
            await foreach (List<T> wanted in pages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (wanted.Count > 0)
                {
                    yield return wanted;
                }
            }
            await filling.ConfigureAwait(false);
        }
        finally
        {
            await reading.CancelAsync().ConfigureAwait(false);
            await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FillAsync<T>(PagedReader<T> reader, ChannelWriter<List<T>> pages, CancellationToken cancellationToken)
    {
        List<T> gathered = [];
        int most = Size;
        try
        {
            while (!reader.IsDone)
            {
                gathered.AddRange(await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
                if (!pages.TryWrite(gathered))
                {
                    if (gathered.Count < most)
                    {
                        continue;
                    }
                    await pages.WriteAsync(gathered, cancellationToken).ConfigureAwait(false);
                    most = Math.Min(2 * most, LargestGathering);
                }
                gathered = [];
            }
        }
        finally
        {
            try
            {
                // What ended the reading is told behind what it gave.
                await pages.WriteAsync(gathered, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                pages.Complete();
            }
        }
    }

    /// <summary>The call for one page, by the id before it and by its offset.</summary>
    /// <param name="list">The call.</param>
    /// <param name="page">The page.</param>
    /// <param name="filters">What is wanted of the list.</param>
    public static CloudCall ForPage(this CloudCall list, PageRequest page, params ReadOnlySpan<(string Name, string? Value)> filters) =>
        list.WithQuery(
        [
            .. filters,
            ("after", page.After),
            ("offset", page.Offset > 0 ? page.Offset.ToString(CultureInfo.InvariantCulture) : null),
            ("limit", page.Limit.ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>The items as what they are converted to, page by page.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<TResult>> ConvertAsync<T, TResult>(this IAsyncEnumerable<IReadOnlyList<T>> pages,
        Func<T, TResult> convert, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<T> page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return page.Select(convert).ToArray();
        }
    }

    /// <summary>The items one by one.</summary>
    public static async IAsyncEnumerable<T> OneByOneAsync<T>(this IAsyncEnumerable<IReadOnlyList<T>> pages,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<T> page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (T item in page)
            {
                yield return item;
            }
        }
    }
}
