using System.Runtime.CompilerServices;

namespace BambuCloud.Client;

/// <summary>
/// Events on their way to one reader, who may be slower than the printers. Up to its capacity everything is kept; beyond it
/// progress, layers and snapshots of a printer melt into the newest one. Transitions are never dropped.
/// </summary>
internal sealed class EventQueue(int capacity)
{
    private readonly object _lock = new();
    private readonly LinkedList<BambuPrinterEvent> _waiting = [];
    private readonly Dictionary<(string?, BambuPrinterEventType), LinkedListNode<BambuPrinterEvent>> _newest = [];
    private TaskCompletionSource _arrival = NewArrival();
    private Exception? _fault;
    private volatile bool _ended;

    public void Add(BambuPrinterEvent item)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }
            bool meltable = item.Type is BambuPrinterEventType.ProgressChanged or BambuPrinterEventType.LayerChanged or BambuPrinterEventType.Snapshot;
            (string?, BambuPrinterEventType) key = (item.DeviceId, item.Type);
            if (meltable && _waiting.Count >= capacity && _newest.TryGetValue(key, out LinkedListNode<BambuPrinterEvent>? older))
            {
                _waiting.Remove(older);
                item = item with { Conflated = older.Value.Conflated + 1 };
            }
            LinkedListNode<BambuPrinterEvent> node = _waiting.AddLast(item);
            if (meltable)
            {
                _newest[key] = node;
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
            if (_ended)
            {
                yield break;
            }
            await Arrival().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BambuPrinterEvent? item)
    {
        lock (_lock)
        {
            if (_waiting.First is not { } first)
            {
                item = null;
                return _fault is null ? false : throw _fault;
            }
            item = first.Value;
            _waiting.RemoveFirst();
            (string?, BambuPrinterEventType) key = (item.DeviceId, item.Type);
            if (_newest.TryGetValue(key, out LinkedListNode<BambuPrinterEvent>? newest) && newest == first)
            {
                _newest.Remove(key);
            }
            return true;
        }
    }

    private Task Arrival()
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 || _fault is not null || _ended)
            {
                return Task.CompletedTask;
            }
            if (_arrival.Task.IsCompleted)
            {
                _arrival = NewArrival();
            }
            return _arrival.Task;
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
