using System.Collections.Concurrent;
using System.Management.Automation;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary>
/// What every cmdlet of the module has: asynchronous work that the pipeline's thread waits for, carrying out on the way what the
/// work posts to it; cancellation on <c>Ctrl+C</c> and when the pipeline ends; one form of errors.
/// </summary>
public abstract class BambuCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 0);
    private readonly Lazy<bool> _verbose;
    private bool _ended;

    /// <summary>Makes the cmdlet.</summary>
    protected BambuCmdlet() => _verbose = new Lazy<bool>(IsVerbose);

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
        if (!disposing)
        {
            return;
        }
        lock (_stopping)
        {
            _ended = true;
            _stopping.Dispose();
        }
        _wake.Dispose();
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(() =>
    {
        Prepare();
        Begin();
    });

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    /// <remarks>
    /// PowerShell stops a pipeline from another thread, also while the cmdlet ends: a stop after the end has nothing to stop.
    /// </remarks>
    protected sealed override void StopProcessing()
    {
        lock (_stopping)
        {
            if (!_ended)
            {
                _stopping.Cancel();
            }
        }
    }

    /// <summary>Whether somebody wants to read what the work goes through.</summary>
    internal bool IsTraced => _verbose.Value;

    /// <summary>Before everything else, also before the pipeline has bound a parameter.</summary>
    private protected virtual void Prepare()
    {
    }

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

    /// <summary>Waits for work that is done elsewhere. Whatever ends the waiting ends the work too.</summary>
    internal T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        using CancellationTokenSource working = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        Task<T> task = Traced(() => Task.Run(() => work(working.Token), CancellationToken.None));
        try
        {
            WaitFor(task);
        }
        finally
        {
            working.Cancel();
            WaitIgnoringFault(task);
        }
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Await{T}"/>
    internal void Await(Func<CancellationToken, Task> work) => Await(async cancellation =>
    {
        await work(cancellation).ConfigureAwait(false);
        return true;
    });

    /// <summary>Gives what comes, as it comes, until the pipeline stops reading.</summary>
    internal IEnumerable<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source)
    {
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        IAsyncEnumerator<T> items = source(reading.Token).GetAsyncEnumerator(reading.Token);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (MoveNext(items, out next))
            {
                yield return items.Current;
            }
        }
        finally
        {
            reading.Cancel();
            WaitIgnoringFault(next); // An error that was posted meanwhile may have ended the waiting before the reading.
            WaitIgnoringFault(items.DisposeAsync().AsTask());
        }
    }

    /// <summary>Lets the pipeline's thread do something the next time it waits. Callable from any thread.</summary>
    internal void Post(Action action)
    {
        _posted.Enqueue(action);
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet has ended; nobody waits for what is said after it.
        }
    }

    /// <summary>Warns. Callable from any thread.</summary>
    internal void PostWarning(BambuException warning) => Post(() => WriteWarning(Told(warning)));

    /// <summary>Tells of a fault that leaves the other objects their turn. Callable from any thread.</summary>
    internal void PostError(BambuException fault) => Post(() => WriteError(RecordOf(fault)));

    /// <summary>
    /// Does something for one object. An error that concerns the object alone is written, so that the next one gets its turn; one
    /// that would meet every other object too ends the cmdlet.
    /// </summary>
    internal void Try(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (BambuException fault) when (!fault.Kind.MeetsEveryCall())
        {
            WriteError(RecordOf(fault, target));
        }
    }

    /// <summary>What happened and what to do about it, with the names of printers as people know them.</summary>
    private protected virtual string Told(BambuException fault, string? advice = null) => RecommendedAction.Told(fault, advice);

    /// <summary>The record of a fault, with the names of printers.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="target">The object that was worked on; without one, the fault's own subject.</param>
    /// <param name="advice">What to do about it; null for what helps with its kind.</param>
    internal ErrorRecord RecordOf(BambuException fault, object? target = null, string? advice = null) =>
        ErrorRecords.Of(fault, target, Told(fault, advice), advice);

    private void Guard(Action work)
    {
        CloudTrace.Warned = PostWarning;
        try
        {
            work();
            RunPosted();
        }
        catch (BambuException fault)
        {
            ThrowTerminatingError(RecordOf(fault));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            CloudTrace.Warned = null;
        }
    }

    private bool MoveNext<T>(IAsyncEnumerator<T> items, out Task<bool> next)
    {
        ValueTask<bool> started = Traced(items.MoveNextAsync);
        if (started.IsCompletedSuccessfully)
        {
            bool more = started.Result;
            next = Task.FromResult(more);
            RunPosted();
            return more;
        }
        next = started.AsTask();
        WaitFor(next);
        return next.GetAwaiter().GetResult();
    }

    // What is told of the work is only made where somebody listens.
    private T Traced<T>(Func<T> start)
    {
        if (!IsTraced)
        {
            return start();
        }
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

    private bool IsVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out object? given)
        ? (SwitchParameter)given
        // In a function it may be a text.
        : LanguagePrimitives.TryConvertTo(GetVariableValue("VerbosePreference"), out ActionPreference preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private void WaitFor(Task task)
    {
        task.ContinueWith(_ => Post(() => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            _wake.Wait();
            _wake.Reset();
            RunPosted();
        }
        RunPosted();
    }

    private static void WaitIgnoringFault(Task task) => Task.WhenAny(task).Wait();

    private void RunPosted()
    {
        while (_posted.TryDequeue(out Action? action))
        {
            action();
        }
    }
}
