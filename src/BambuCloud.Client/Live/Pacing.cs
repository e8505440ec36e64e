using System.Diagnostics.CodeAnalysis;

namespace BambuCloud.Client.Live;

/// <summary>
/// Holds events back until a least interval is over since the last one of their printer and kind. What is due waits for what
/// happened to its printer before, so that no older state follows a newer one. What it costs does not grow with the fleet.
/// </summary>
internal sealed class Pacing(TimeSpan interval, TimeProvider time)
{
    private readonly Dictionary<string, Printer> _printers = [];

    /// <summary>The printers of which something is held back, by when the first of it is due.</summary>
    private readonly SortedSet<Printer> _due = new(Comparer<Printer>.Create(static (one, other) =>
        (one.Due, one.Number).CompareTo((other.Due, other.Number))));

    private long _held;

    /// <summary>How long until something is due; <see langword="null"/> where nothing is held back.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            if (_due.Min is not { } first)
            {
                return null;
            }
            TimeSpan left = Until(first.Due);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Holds an event back; none of its printer and kind may be held already.</summary>
    public void Hold(BambuPrinterEvent item)
    {
        if (!_printers.TryGetValue(item.DeviceId ?? "", out Printer? printer))
        {
            _printers.Add(item.DeviceId ?? "", printer = new Printer(_printers.Count));
        }
        printer.Held.Add((_held++, item));
        Schedule(printer);
    }

    /// <summary>Takes back what is held of a printer and a kind.</summary>
    public BambuPrinterEvent? Take(string? deviceId, BambuPrinterEventType type)
    {
        if (!_printers.TryGetValue(deviceId ?? "", out Printer? printer)
            || printer.Held.FindIndex(held => held.Item.Type == type) is not (>= 0 and var at))
        {
            return null;
        }
        BambuPrinterEvent item = printer.Held[at].Item;
        printer.Held.RemoveAt(at);
        Schedule(printer);
        return item;
    }

    /// <summary>Takes back all that is held of a printer; <see langword="null"/> where there is nothing.</summary>
    public BambuPrinterEvent[]? TakeAll(string? deviceId)
    {
        if (!_printers.TryGetValue(deviceId ?? "", out Printer? printer) || printer.Held.Count == 0)
        {
            return null;
        }
        BambuPrinterEvent[] all = [.. printer.Held.Select(held => held.Item)];
        printer.Held.Clear();
        Schedule(printer);
        return all;
    }

    /// <summary>Takes back all that is held, in the order in which it happened.</summary>
    public BambuPrinterEvent[] TakeAll()
    {
        BambuPrinterEvent[] all = [.. _due.SelectMany(printer => printer.Held).OrderBy(held => held.Number).Select(held => held.Item)];
        _due.Clear();
        foreach (Printer printer in _printers.Values)
        {
            printer.Held.Clear();
        }
        return all;
    }

    /// <summary>Lets an event go that is due.</summary>
    public bool TryRelease([NotNullWhen(true)] out BambuPrinterEvent? item)
    {
        if (_due.Min is not { } printer || Until(printer.Due) > TimeSpan.Zero)
        {
            item = null;
            return false;
        }
        item = printer.Held[0].Item;
        printer.Held.RemoveAt(0);
        printer.Released[item.Type] = time.GetTimestamp();
        Schedule(printer);
        return true;
    }

    private void Schedule(Printer printer)
    {
        _due.Remove(printer); // Before its time changes, by which the set finds it.
        if (printer.Held.Count > 0)
        {
            printer.Due = printer.Released.TryGetValue(printer.Held[0].Item.Type, out long released) ? released : null;
            _due.Add(printer);
        }
    }

    // The last release of the same kind, or none.
    private TimeSpan Until(long? released) => released is { } last ? interval - time.GetElapsedTime(last) : TimeSpan.Zero;

    /// <summary>What is held back of a printer, one of each kind at the most, and when each kind was last let go.</summary>
    private sealed class Printer(int number)
    {
        public int Number => number;

        public List<(long Number, BambuPrinterEvent Item)> Held { get; } = [];

        public Dictionary<BambuPrinterEventType, long> Released { get; } = [];

        /// <summary>When the kind of the first one that is held was last let go: all wait equally long after it.</summary>
        public long? Due { get; set; }
    }
}
