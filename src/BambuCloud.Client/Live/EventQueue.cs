using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BambuCloud.Client.Live;

/// <summary>
/// Events on their way to one reader, who may be slower than the printers. Up to its capacity everything is kept; beyond it
/// progress, layers and snapshots of a printer are conflated into the newest one. Other events never wait and are kept up to
/// <see cref="TransitionLimit"/>; of what is left out beyond it one event of each printer tells.
/// </summary>
/// <param name="capacity">How many events may wait before they are conflated.</param>
/// <param name="minInterval">With one, progress, layers and snapshots are conflated anyway until it is over.</param>
/// <param name="timeProvider">The clock of the interval.</param>
internal sealed class EventQueue(int capacity, TimeSpan minInterval = default, TimeProvider? timeProvider = null)
{
    // Waking a thread, by way of the pool, costs more than an event → where several came at once, the reader's own thread waits so long
    // and takes what came meanwhile.
    private static readonly TimeSpan BatchingTime = TimeSpan.FromMilliseconds(1);

    private readonly object _lock = new();
    private readonly LinkedList<BambuPrinterEvent> _waiting = [];
    private readonly Dictionary<Key, LinkedListNode<BambuPrinterEvent>> _newest = [];

    /// <summary>What is left out since the limit was reached, of each printer.</summary>
    private readonly Dictionary<string, LinkedListNode<BambuPrinterEvent>> _gaps = [];
    private readonly Pacing? _pacing = minInterval > TimeSpan.Zero ? new Pacing(minInterval, timeProvider ?? TimeProvider.System) : null;
    private TaskCompletionSource _arrival = NewArrival();
    private Exception? _fault;
    private bool _overflowing;
    private bool _ended;
    private long _conflated;

    /// <summary>A reader who stands still for a night must not fill the memory → so many events wait at the most.</summary>
    public int TransitionLimit { get; init; } = 16_384;

    /// <summary>How many events were conflated into newer ones.</summary>
    public long Conflated => Interlocked.Read(ref _conflated);

    /// <summary>Adds an event at the end; nothing where the reading was ended.</summary>
    public void Add(BambuPrinterEvent item)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }
            if (!IsConflatable(item.Type))
            {
                // Its status is newer than theirs.
                AddTransition(_pacing?.TakeAll(item.DeviceId) is { } held ? Conflate(held, item) : item);
            }
            else if (_pacing is null)
            {
                AddConflatable(item);
            }
            else
            {
                _pacing.Hold(_pacing.Take(item.DeviceId, item.Type) is { } older ? Conflate([older], item) : item);
                Release();
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
            ReleaseAll();
            _arrival.TrySetResult();
        }
    }

    /// <summary>Ends the reading, after what waits now.</summary>
    public void End()
    {
        lock (_lock)
        {
            ReleaseAll();
            _ended = true;
            _arrival.TrySetResult();
        }
    }

    /// <summary>Gives the events as they come.</summary>
    public async IAsyncEnumerable<BambuPrinterEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int given = 0;
        while (true)
        {
            while (TryTake(out BambuPrinterEvent? item))
            {
                given++;
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
            bool many = given > 1;
            given = 0;
            if (many)
            {
                cancellationToken.WaitHandle.WaitOne(BatchingTime);
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
        await Task.WhenAny(arrival, Task.Delay(wait, timeProvider ?? TimeProvider.System, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static bool IsConflatable(BambuPrinterEventType type) =>
        type is BambuPrinterEventType.ProgressChanged or BambuPrinterEventType.LayerChanged or BambuPrinterEventType.Snapshot;

    private void AddConflatable(BambuPrinterEvent item)
    {
        Key key = KeyOf(item);
        if (_waiting.Count >= capacity && _newest.TryGetValue(key, out LinkedListNode<BambuPrinterEvent>? older))
        {
            _waiting.Remove(older);
            item = Conflate([older.Value], item);
        }
        _newest[key] = _waiting.AddLast(item);
    }

    // Once the limit is reached, events are left out until half of what waits was read → a reader who reads on is not told of each gap
    // alone.
    private void AddTransition(BambuPrinterEvent item)
    {
        _overflowing = _waiting.Count >= TransitionLimit || (_overflowing && _waiting.Count > TransitionLimit / 2);
        if (_overflowing)
        {
            LeaveOut(item);
        }
        else
        {
            _gaps.Clear(); // What is left out after this event comes after it.
            _waiting.AddLast(item);
        }
    }

    private void LeaveOut(BambuPrinterEvent item)
    {
        BambuPrinterEvent gap = new()
        {
            DeviceId = item.DeviceId,
            DeviceName = item.DeviceName,
            Timestamp = item.Timestamp,
            Type = BambuPrinterEventType.EventsOmitted,
            Status = item.Status,
            Conflated = item.Conflated + 1,
        };
        if (_gaps.TryGetValue(item.DeviceId ?? "", out LinkedListNode<BambuPrinterEvent>? known))
        {
            known.Value = gap with { Conflated = gap.Conflated + known.Value.Conflated };
        }
        else
        {
            _gaps[item.DeviceId ?? ""] = _waiting.AddLast(gap);
        }
    }

    private BambuPrinterEvent Conflate(BambuPrinterEvent[] older, BambuPrinterEvent newer)
    {
        _conflated += older.Length;
        return newer with { Conflated = newer.Conflated + older.Sum(item => item.Conflated + 1) };
    }

    private void Release()
    {
        while (_pacing?.TryRelease(out BambuPrinterEvent? due) == true)
        {
            AddConflatable(due);
        }
    }

    private void ReleaseAll()
    {
        foreach (BambuPrinterEvent item in _pacing?.TakeAll() ?? [])
        {
            AddConflatable(item);
        }
    }

    private bool TryTake([NotNullWhen(true)] out BambuPrinterEvent? item)
    {
        lock (_lock)
        {
            Release();
            if (_waiting.First is not { } first)
            {
                item = null;
                return _fault is null ? false : throw _fault;
            }
            item = first.Value;
            _waiting.RemoveFirst();
            Forget(_newest, KeyOf(item), first);
            Forget(_gaps, item.DeviceId ?? "", first);
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
            return (_arrival.Task, _pacing?.TimeLeft);
        }
    }

    private bool HasEnded()
    {
        lock (_lock)
        {
            return _ended && _waiting.Count == 0;
        }
    }

    private static void Forget<TKey>(Dictionary<TKey, LinkedListNode<BambuPrinterEvent>> known, TKey key,
        LinkedListNode<BambuPrinterEvent> node)
        where TKey : notnull
    {
        if (known.TryGetValue(key, out LinkedListNode<BambuPrinterEvent>? last) && last == node)
        {
            known.Remove(key);
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Key KeyOf(BambuPrinterEvent item) => new(item.DeviceId, item.Type);

    private readonly record struct Key(string? DeviceId, BambuPrinterEventType Type);
}
