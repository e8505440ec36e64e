using System.Globalization;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;

namespace BambuCloud.Client.Api;

/// <summary>How far a list has been read: which page is next, what of a page is new and wanted, and when the list has ended.</summary>
internal sealed class PagedReader<T>(CloudCall list, PageRange<T> range, Func<PageRequest, CancellationToken, Task<Page<T>>> read,
    Func<T, string> idOf)
{
    /// <summary>More pages than any account has: two million items.</summary>
    private const int MostPages = 100_000;

    private readonly RecentIds _known = new();
    private PageRequest _next = new(1, range.After, 0, 0);
    private int _left = range.First;
    private bool _isCounted = range.After is null;
    private string? _searched;
    private string? _circle;
    private long? _total;
    private long _given;
    private int _largest;
    private bool _isCutShort;

    /// <summary>Whether no further page is to be read.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How many pages were taken in.</summary>
    public int PagesTaken => _next.Number - 1;

    /// <summary>Reads the next page, and gives what is new and wanted of it.</summary>
    public async Task<List<T>> ReadAsync(CancellationToken cancellationToken)
    {
        // What is looked for may stand anywhere → whole pages.
        _next = _next with { Limit = range.PageSize ?? (_searched is null ? Math.Min(_left, Pages.Size) : Pages.Size) };
        return Take(await read(_next, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Tells of a list that was not read as it was wanted, after what it gave; that it gave fewer items than it counts, as a warning.
    /// </summary>
    /// <exception cref="BambuApiException">
    /// <see cref="BambuErrorKind.UnexpectedResponse"/> or <see cref="BambuErrorKind.NotFound"/>.
    /// </exception>
    public void EnsureComplete()
    {
        if (_circle is not null)
        {
            throw CloudFault.Unexpected(list, _circle);
        }
        if (_searched is not null)
        {
            throw CloudFault.Found(BambuErrorKind.NotFound, list with { Subject = _searched },
                $"Nothing in the answers to {list.Endpoint} has the id '{_searched}'.");
        }
        // Nothing says that a total leaves out what was deleted (rest.md) → a list that is whole may look like one that broke off, and an
        // error would end every script that reads it.
        if (_isCutShort)
        {
            CloudTrace.Warn(CloudFault.Found(BambuErrorKind.ListIncomplete, list, string.Create(CultureInfo.InvariantCulture,
                $"{list.Endpoint} gave {_next.Offset} of the {_total} items that it counts, and then none: the others were deleted, or it "
                    + $"keeps them back.")));
        }
    }

    private List<T> Take(Page<T> page)
    {
        if (_next.Number == 1 && range.After is { } after && !StandsBehind(page, after))
        {
            (_searched, _isCounted) = (after, true);
        }
        List<T> wanted = new(page.Items.Count);
        bool isNew = false;
        foreach (T item in page.Items)
        {
            string id = idOf(item);
            if (!_known.Add(id))
            {
                continue;
            }
            isNew = true;
            _given++;
            if (_searched is not null && !IsOlder(id, _searched))
            {
                _searched = id == _searched ? null : _searched;
                continue;
            }
            _searched = null; // It is gone itself, and this one is behind it.
            if (range.IsBeyond?.Invoke(item) == true)
            {
                IsDone = true;
                break;
            }
            else if (wanted.Count < _left && range.IsWanted?.Invoke(item) != false)
            {
                wanted.Add(item);
            }
        }
        _left -= wanted.Count;
        _given += isNew ? page.Count - page.Items.Count : 0;
        _next = new PageRequest(_next.Number + 1, page.Items.Count == 0 ? _next.After
            : idOf(page.Items[^1]), _next.Offset + page.Count, _next.Limit);
        IsDone |= _left == 0;
        if (!IsDone && ((!isNew && RepeatsItself(page)) || _next.Number > MostPages))
        {
            _circle = $"brings nothing new on page {_next.Number - 1}: its pages go round in a circle";
            IsDone = true;
        }
        IsDone |= IsLast(page) || (!isNew && !IsCounted(page));
        _largest = Math.Max(_largest, page.Count);
        _total = page.Total ?? _total;
        _isCutShort = _isCounted && page is { Count: 0, IsWhole: false } && _next.Offset < _total;
        return wanted;
    }

    // Whether the service took the id that items were wanted behind: ids are numbers that grow, so what is older has a smaller one.
    private bool StandsBehind(Page<T> page, string after) =>
        !page.Items.Any(item => idOf(item) == after) && (page.Items.Count == 0 || !IsOlder(after, idOf(page.Items[0])));

    private static bool IsOlder(string id, string than) =>
        long.TryParse(id, out long one) && long.TryParse(than, out long other) && one < other;

    // What began meanwhile pushes what was given onto the next pages, and the total grows with it → that is no circle. Where nobody
    // counts, a page that is short and repeated is all that there is.
    private bool RepeatsItself(Page<T> page) => !page.IsWhole && (IsCounted(page), page.Items.Count) switch
    {
        (false, _) => page.Count >= _next.Limit,
        (true, 0) => !IsLast(page),
        _ => _given < page.Total && !(page.Total > _total),
    };

    // Where nobody counts, a first page that is short may be all that there is, or all that the service gives at a time.
    private bool IsLast(Page<T> page) => page.IsWhole || page.Count == 0
        || (IsCounted(page) ? _next.Offset >= page.Total : page.Count < Math.Min(_next.Limit, _largest));

    // A total that counts what stands before too says nothing of where the list ends behind an id.
    private bool IsCounted(Page<T> page) => _isCounted && page.Total > 0;

    /// <summary>
    /// The ids that were given last. A list that grows meanwhile repeats the end of a page, one that goes round in a circle a whole page.
    /// </summary>
    private sealed class RecentIds
    {
        private const int Most = 10_000;

        private readonly HashSet<string> _ids = [];
        private readonly Queue<string> _order = [];

        public bool Add(string id)
        {
            if (!_ids.Add(id))
            {
                return false;
            }
            _order.Enqueue(id);
            if (_order.Count > Most)
            {
                _ids.Remove(_order.Dequeue());
            }
            return true;
        }
    }
}
