namespace BambuCloud.Simulator;

/// <summary>Shuts the sign-in for a minute when more went wrong within a minute than a person mistypes.</summary>
internal sealed class LockOut(TimeProvider time)
{
    private const int MostWrong = 5;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _wrong = [];
    private DateTimeOffset _end = DateTimeOffset.MinValue;

    /// <summary>How long the sign-in stays shut; null when it is open.</summary>
    public TimeSpan? Left
    {
        get
        {
            lock (_lock)
            {
                DateTimeOffset now = time.GetUtcNow();
                return now < _end ? _end - now : null;
            }
        }
    }

    /// <summary>Counts a try with something wrong. When it was one too many, it says how long the sign-in stays shut from now on.</summary>
    public TimeSpan? CountWrong()
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            while (_wrong.TryPeek(out DateTimeOffset oldest) && oldest <= now - Span)
            {
                _wrong.Dequeue();
            }
            _wrong.Enqueue(now);
            if (_wrong.Count <= MostWrong)
            {
                return null;
            }
            _wrong.Clear();
            _end = now + Span;
            return Span;
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _wrong.Clear();
            _end = DateTimeOffset.MinValue;
        }
    }
}
