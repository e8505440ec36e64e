namespace BambuCloud.Output;

/// <summary>
/// What is newest of each printer, until the pipeline's thread shows it. A thread that stands still → one is kept for each, however many
/// come.
/// </summary>
/// <param name="post">Lets the pipeline's thread do something, the next time that it can.</param>
/// <param name="show">Shows one.</param>
internal sealed class LatestOfEach<T>(Action<Action> post, Action<T> show)
{
    private readonly Dictionary<object, T> _latest = [];

    /// <summary>Takes in what is new. Callable from any thread.</summary>
    /// <param name="of">What it is the newest of.</param>
    /// <param name="item">It.</param>
    public void Post(object of, T item)
    {
        lock (_latest)
        {
            bool posted = _latest.Count > 0;
            _latest[of] = item;
            if (posted)
            {
                return;
            }
        }
        post(ShowAll);
    }

    private void ShowAll()
    {
        T[] items;
        lock (_latest)
        {
            items = [.. _latest.Values];
            _latest.Clear();
        }
        Array.ForEach(items, show);
    }
}
