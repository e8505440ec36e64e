using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace BambuCloud.Client.Tests;

/// <summary>
/// A clock on which every wait is over as soon as it begins, save waits of the given lengths: those are limits, and end only
/// when a test lets their time pass.
/// </summary>
internal sealed class FastForwardTimeProvider(params TimeSpan[] limits)
    : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>The limit of one try of a REST call.</summary>
    public static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(30);

    /// <summary>The limit of one attempt to reach the broker.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    /// <summary>How long an upload may stall.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<TimeSpan> _waits = [];

    /// <summary>The waits so far, in order.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    /// <summary>No wait ends before this is done.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public static FastForwardTimeProvider Create() => new(TryLimit, ConnectLimit, StallLimit);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && !limits.Contains(dueTime))
        {
            _waits.Enqueue(dueTime);
            _ = PassAsync(dueTime);
        }
        return timer;
    }

    private async Task PassAsync(TimeSpan wait)
    {
        await Held.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // The waiter does not hold its timer yet.
        Advance(wait);
    }
}
