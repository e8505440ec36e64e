using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BambuCloud.Client.Live;

/// <summary>
/// Events on their way to one reader, who may be slower than the printers. Up to its capacity everything is kept; beyond it
/// progress, layers and snapshots of a printer melt into the newest one, and with a least interval they do so anyway until it is
/// over. Transitions are never dropped and never wait.
/// </summary>
internal sealed class EventQueue(int capacity, TimeSpan minInterval = default, TimeProvider? timeProvider = null)
{
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly object _lock = new();
    private readonly LinkedList<BambuPrinterEvent> _waiting = [];
    private readonly Dictionary<Key, LinkedListNode<BambuPrinterEvent>> _newest = [];

    /// <summary>When each was last let through, with a least interval.</summary>
    private readonly Dictionary<Key, long> _letThrough = [];

    /// <summary>What is held back, one of each at most, in the order in which it happened.</summary>
    private readonly List<BambuPrinterEvent> _held = [];
    private TaskCompletionSource _arrival = NewArrival();
    private Exception? _fault;
    private bool _ended;
    private long _merged;

    /// <summary>How many events were merged into newer ones.</summary>
    public long Merged => Interlocked.Read(ref _merged);

    public void Add(BambuPrinterEvent item)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }
            if (!IsMeltable(item.Type))
            {
                _waiting.AddLast(Absorb(item, held => held.DeviceId == item.DeviceId)); // Its status is newer than what is held back of its printer.
            }
            else if (minInterval <= TimeSpan.Zero)
            {
                AddMeltable(item);
            }
            else
            {
                _held.Add(Absorb(item, held => KeyOf(held) == KeyOf(item)));
                LetThrough(IsDue);
            }
            _arrival.TrySetResult();
        }
    }

    /// <summary>Ends the reading with an error, after what still waits.</summary>
    public void Fail(Exception fault)
    {
        lock (_lock)
        {
            _fault ??= fault;
            LetThrough(_ => true);
            _arrival.TrySetResult();
        }
    }

    /// <summary>Ends the reading, after what waits now.</summary>
    public void End()
    {
        lock (_lock)
        {
            LetThrough(_ => true);
            _ended = true;
            _arrival.TrySetResult();
        }
    }

    public async IAsyncEnumerable<BambuPrinterEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TryTake(out BambuPrinterEvent? item))
            {
                yield return item;
            }
            (Task arrival, TimeSpan? due) = Next();
            if (arrival.IsCompleted && due is null)
            {
                if (HasEnded())
                {
                    yield break;
                }
                continue;
            }
            await WaitAsync(arrival, due, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(Task arrival, TimeSpan? due, CancellationToken cancellationToken)
    {
        if (due is not { } wait)
        {
            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(arrival, Task.Delay(wait, _time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static bool IsMeltable(BambuPrinterEventType type) =>
        type is BambuPrinterEventType.ProgressChanged or BambuPrinterEventType.LayerChanged or BambuPrinterEventType.Snapshot;

    private BambuPrinterEvent Absorb(BambuPrinterEvent item, Predicate<BambuPrinterEvent> absorbed)
    {
        foreach (BambuPrinterEvent held in _held.FindAll(absorbed))
        {
            item = Merge(held, item);
        }
        _held.RemoveAll(absorbed);
        return item;
    }

    private void AddMeltable(BambuPrinterEvent item)
    {
        Key key = KeyOf(item);
        if (_waiting.Count >= capacity && _newest.TryGetValue(key, out LinkedListNode<BambuPrinterEvent>? older))
        {
            _waiting.Remove(older);
            item = Merge(older.Value, item);
        }
        _newest[key] = _waiting.AddLast(item);
    }

    private BambuPrinterEvent Merge(BambuPrinterEvent older, BambuPrinterEvent newer)
    {
        _merged++;
        return newer with { Conflated = newer.Conflated + older.Conflated + 1 };
    }

    // What is due waits for what happened to its printer before, so that no older state follows a newer one.
    private void LetThrough(Func<BambuPrinterEvent, bool> due)
    {
        if (_held.Count == 0)
        {
            return;
        }
        HashSet<string?> waiting = [];
        BambuPrinterEvent[] held = [.. _held];
        _held.Clear();
        foreach (BambuPrinterEvent item in held)
        {
            if (waiting.Contains(item.DeviceId) || !due(item))
            {
                waiting.Add(item.DeviceId);
                _held.Add(item);
            }
            else
            {
                _letThrough[KeyOf(item)] = _time.GetTimestamp();
                AddMeltable(item);
            }
        }
    }

    private bool IsDue(BambuPrinterEvent item) => TimeLeft(item) <= TimeSpan.Zero;

    private TimeSpan TimeLeft(BambuPrinterEvent item) =>
        _letThrough.TryGetValue(KeyOf(item), out long letThrough) ? minInterval - _time.GetElapsedTime(letThrough) : TimeSpan.Zero;

    private bool TryTake([NotNullWhen(true)] out BambuPrinterEvent? item)
    {
        lock (_lock)
        {
            LetThrough(IsDue);
            if (_waiting.First is not { } first)
            {
                item = null;
                return _fault is null ? false : throw _fault;
            }
            item = first.Value;
            _waiting.RemoveFirst();
            Key key = KeyOf(item);
            if (_newest.TryGetValue(key, out LinkedListNode<BambuPrinterEvent>? newest) && newest == first)
            {
                _newest.Remove(key);
            }
            return true;
        }
    }

    // What the reader waits for: the next event, or that the first of what is held back is due.
    private (Task Arrival, TimeSpan? Due) Next()
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 || _fault is not null || _ended)
            {
                return (Task.CompletedTask, null);
            }
            if (_arrival.Task.IsCompleted)
            {
                _arrival = NewArrival();
            }
            TimeSpan? due = _held.DistinctBy(item => item.DeviceId).Min(item => (TimeSpan?)TimeLeft(item)); // The others wait for these.
            return (_arrival.Task, due < TimeSpan.Zero ? TimeSpan.Zero : due);
        }
    }

    private bool HasEnded()
    {
        lock (_lock)
        {
            return _ended && _waiting.Count == 0;
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Key KeyOf(BambuPrinterEvent item) => new(item.DeviceId, item.Type);

    private readonly record struct Key(string? DeviceId, BambuPrinterEventType Type);
}
