using System.Runtime.CompilerServices;
using BambuCloud.Client.Diagnostics;

namespace BambuCloud.Client.Live;

/// <summary>One listener's time on the shared link: it joins, reads until its reader has enough or its time is over, and leaves.</summary>
/// <param name="link">The link.</param>
/// <param name="list">The printers that there are to hear, as they are now.</param>
/// <param name="time">The clock.</param>
internal sealed class Listening(
    SharedLink link, Func<CancellationToken, Task<IReadOnlyList<BambuDevice>>> list, TimeProvider time)
{
    private static readonly TimeSpan BetweenLists = TimeSpan.FromMinutes(1);

    /// <summary>Reads what a listener is told.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="options">Which printers, and for how long.</param>
    /// <param name="end">Ends the reading when the time is over.</param>
    /// <param name="read">What the listener is told, as it comes.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="BambuException">As <see cref="SharedLink.JoinAsync"/>.</exception>
    public async IAsyncEnumerable<T> ReadAsync<T>(
        PrinterListener listener, PrinterWatchOptions options, Action end,
        Func<CancellationToken, IAsyncEnumerable<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task growing = Task.CompletedTask;
        try
        {
            await link.JoinAsync(listener, cancellationToken).ConfigureAwait(false);
            if (options.Devices is null || options.Later is not null)
            {
                growing = GrowAsync(listener, options.Later ?? (_ => true), leaving.Token);
            }
            using ITimer over = time.CreateTimer(_ => end(), null, options.Duration ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await foreach (T item in read(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            try
            {
                await growing.ConfigureAwait(false);
            }
            finally
            {
                await link.LeaveAsync(listener).ConfigureAwait(false);
            }
        }
    }

    // Printers that are bound while the account is watched are heard from then on.
    private async Task GrowAsync(PrinterListener listener, Func<BambuDevice, bool> isWanted, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(BetweenLists, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    IReadOnlyList<BambuDevice> now = await list(cancellationToken).ConfigureAwait(false);
                    await link.ExtendAsync(listener, now.Where(isWanted), cancellationToken).ConfigureAwait(false);
                }
                catch (BambuException fault)
                {
                    CloudTrace.Write($"Printers that are new could not be found or heard: {fault.Message}");
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch is over.
        }
    }
}
