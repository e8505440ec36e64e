using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BambuCloud.Client;

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

    /// <summary>When each was last let through, and what was held back since.</summary>
    private readonly Dictionary<Key, (long LetThrough, BambuPrinterEvent? Held)> _paced = [];
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
            Key key = new(item.DeviceId, item.Type);
            if (!IsMeltable(item.Type))
            {
                _waiting.AddLast(minInterval > TimeSpan.Zero ? WithWhatIsHeld(item) : item);
            }
            else if (!HoldBack(key, item))
            {
                AddMeltable(key, item);
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

    // A transition's status is newer than what is held back of its printer, and says it all.
    private BambuPrinterEvent WithWhatIsHeld(BambuPrinterEvent item)
    {
        foreach ((Key key, (long letThrough, BambuPrinterEvent? held)) in _paced)
        {
            if (held is not null && key.DeviceId == item.DeviceId)
            {
                item = Merge(held, item);
                _paced[key] = (letThrough, null);
            }
        }
        return item;
    }

    private bool HoldBack(Key key, BambuPrinterEvent item)
    {
        if (minInterval <= TimeSpan.Zero)
        {
            return false;
        }
        if (_paced.TryGetValue(key, out (long LetThrough, BambuPrinterEvent? Held) last) && _time.GetElapsedTime(last.LetThrough) < minInterval)
        {
            _paced[key] = (last.LetThrough, last.Held is null ? item : Merge(last.Held, item));
            return true;
        }
        _paced[key] = (_time.GetTimestamp(), null);
        return false;
    }

    private void AddMeltable(Key key, BambuPrinterEvent item)
    {
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

    // In the order in which it happened, so that no older state follows a newer one.
    private void LetThrough(Func<long, bool> due)
    {
        if (_paced.Count == 0)
        {
            return;
        }
        List<(Key Key, BambuPrinterEvent Held)> over = [];
        foreach ((Key key, (long letThrough, BambuPrinterEvent? held)) in _paced)
        {
            if (held is not null && due(letThrough))
            {
                over.Add((key, held));
            }
        }
        foreach ((Key key, BambuPrinterEvent held) in over.OrderBy(item => item.Held.Timestamp))
        {
            _paced[key] = (_time.GetTimestamp(), null);
            AddMeltable(key, held);
        }
    }

    private bool TryTake([NotNullWhen(true)] out BambuPrinterEvent? item)
    {
        lock (_lock)
        {
            LetThrough(letThrough => _time.GetElapsedTime(letThrough) >= minInterval);
            if (_waiting.First is not { } first)
            {
                item = null;
                return _fault is null ? false : throw _fault;
            }
            item = first.Value;
            _waiting.RemoveFirst();
            Key key = new(item.DeviceId, item.Type);
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
            TimeSpan? due = null;
            foreach ((long letThrough, BambuPrinterEvent? held) in _paced.Values)
            {
                TimeSpan left = minInterval - _time.GetElapsedTime(letThrough);
                due = held is null || due < left ? due : left < TimeSpan.Zero ? TimeSpan.Zero : left;
            }
            return (_arrival.Task, due);
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

    private readonly record struct Key(string? DeviceId, BambuPrinterEventType Type);
}
