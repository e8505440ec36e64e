using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary>
/// What every cmdlet of the module has: asynchronous work that the pipeline's thread waits for, carrying out on the way what the
/// work posts to it; cancellation on <c>Ctrl+C</c> and when the pipeline ends; one form of errors.
/// </summary>
public abstract class BambuCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>The session that <c>Connect-BambuCloud</c> opened.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotConnected"/>.</exception>
    private protected static CloudSession Session => SharedSession.Current
        ?? throw new BambuException(BambuErrorKind.NotConnected, "There is no session with the Bambu Lab cloud. Run Connect-BambuCloud first.");

    /// <summary>Ends the work of this cmdlet.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    /// <param name="disposing">Whether it is no finalizer that calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
            _wake.Dispose();
        }
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Before the first pipeline object.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>For each pipeline object, or once without a pipeline.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>After the last pipeline object.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>Waits for work that is done elsewhere.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        Task<T> task = Traced(() => Task.Run(() => work(_stopping.Token), CancellationToken.None));
        WaitFor(task);
        return task.Result;
    }

    /// <inheritdoc cref="Await{T}"/>
    private protected void Await(Func<CancellationToken, Task> work)
    {
        Task task = Traced(() => Task.Run(() => work(_stopping.Token), CancellationToken.None));
        WaitFor(task);
    }

    /// <summary>Gives what comes, as it comes, until the pipeline stops reading or the time is over.</summary>
    private protected IEnumerable<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source, int? timeoutSeconds = null)
    {
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        reading.CancelAfter(timeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan);
        IAsyncEnumerator<T> items = source(reading.Token).GetAsyncEnumerator(reading.Token);
        try
        {
            while (Next(items))
            {
                yield return items.Current;
            }
        }
        finally
        {
            reading.Cancel();
            WaitFor(items.DisposeAsync().AsTask(), evenWhenStopping: true);
        }
    }

    /// <summary>Lets the pipeline's thread do something the next time it waits. Callable from any thread.</summary>
    private protected void Post(Action action)
    {
        _posted.Enqueue(action);
        try
        {
            _wake.Release();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet has ended; nobody waits for what is said after it.
        }
    }

    /// <summary>
    /// Does something for one object. An error that concerns the object alone is written, so that the next one gets its turn; one
    /// that would meet every other object too ends the cmdlet.
    /// </summary>
    private protected void Try(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (BambuException fault) when (!EndsEverything(fault.Kind))
        {
            WriteError(ErrorRecords.Of(fault, target));
        }
    }

    private static bool EndsEverything(BambuErrorKind kind) => kind is BambuErrorKind.NotConnected or BambuErrorKind.SessionClosed
        or BambuErrorKind.TokenRefused or BambuErrorKind.TokenExpired or BambuErrorKind.CertificateRefused or BambuErrorKind.ServiceUnreachable;

    private void Guard(Action work)
    {
        try
        {
            work();
            CarryOutPosted();
        }
        catch (BambuException fault)
        {
            ThrowTerminatingError(ErrorRecords.Of(fault));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private bool Next<T>(IAsyncEnumerator<T> items)
    {
        ValueTask<bool> next = Traced(items.MoveNextAsync);
        if (next.IsCompletedSuccessfully)
        {
            CarryOutPosted();
            return next.Result;
        }
        Task<bool> task = next.AsTask();
        try
        {
            WaitFor(task);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            return false; // The time is over.
        }
        return task.Result;
    }

    private T Traced<T>(Func<T> start)
    {
        CloudTrace.Listener = line => Post(() => WriteVerbose(line));
        try
        {
            return start();
        }
        finally
        {
            CloudTrace.Listener = null;
        }
    }

    private void WaitFor(Task task, bool evenWhenStopping = false)
    {
        task.ContinueWith(_ => Post(() => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            _wake.Wait();
            if (!evenWhenStopping)
            {
                CarryOutPosted();
            }
        }
        if (!evenWhenStopping)
        {
            CarryOutPosted();
        }
        if (task.IsCanceled)
        {
            task.GetAwaiter().GetResult();
        }
        if (task.Exception?.InnerException is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    private void CarryOutPosted()
    {
        while (_posted.TryDequeue(out Action? action))
        {
            action();
        }
    }
}
