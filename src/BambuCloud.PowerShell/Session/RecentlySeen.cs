namespace BambuCloud.Session;

/// <summary>The objects of one kind that cmdlets wrote last, each once: what the latest command wrote stands first, in its order.</summary>
internal sealed class RecentlySeen<T>(Func<T, string> idOf)
{
    private readonly object _lock = new();
    private readonly List<T> _items = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }

    /// <summary>Takes in what a command wrote; where there are too many, the last ones go.</summary>
    /// <param name="item">The object.</param>
    /// <param name="place">How many the command wrote before it.</param>
    public void Add(T item, int place)
    {
        string id = idOf(item);
        lock (_lock)
        {
            _items.RemoveAll(known => idOf(known) == id);
            _items.Insert(Math.Min(place, _items.Count), item);
            if (_items.Count > KnownNames.MaxItems)
            {
                _items.RemoveAt(KnownNames.MaxItems);
            }
        }
    }
}
