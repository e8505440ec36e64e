using BambuCloud.Client.Trust;
using MQTTnet.Protocol;

namespace BambuCloud.Client.Live;

/// <summary>
/// The one connection to a broker that all listeners share. It stands as long as somebody listens: the first listener opens it, the
/// last one closes it. A lost connection is made again for ever; a refused password ends every listening.
/// </summary>
internal sealed class SharedLink : IAsyncDisposable
{
    private const int TopicsPerSubscription = 50;

    // One topic that is refused may cost the whole connection → where that repeats, they are subscribed one by one.
    private const int BrokenBeforeOneByOne = 2;

    // Half a minute: a printer serves few clients, and each attempt is one of them.
    private const int LooksBetweenReturns = 6;

    private static readonly TimeSpan DisconnectTimeout = TimeSpan.FromMilliseconds(250);

    private readonly BrokerOptions _broker;
    private readonly Func<BrokerOptions?> _second;
    private readonly TimeProvider _time;
    private readonly Hub _hub;
    private readonly SequenceIds _sequence = new();

    /// <summary>Guards opening, closing and subscribing: one of them at a time.</summary>
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Signalled when there may be a printer to ask for its full state.</summary>
    private readonly SemaphoreSlim _toAsk = new(0);

    /// <summary>Cancelled when the session is closed. A listener may still look at it then → it is never disposed.</summary>
    private readonly CancellationTokenSource _closing = new();

    private volatile BrokerLink? _link;
    private Task _running = Task.CompletedTask;
    private volatile bool _disposed;

    /// <summary>How often in a row the connection broke while something was subscribed.</summary>
    private int _brokenSubscriptions;

    /// <param name="broker">The broker.</param>
    /// <param name="redaction">Takes out of raw messages what must not be shown.</param>
    /// <param name="warning">What a user who watches for weeks should be told once, when it is time to.</param>
    /// <param name="time">The clock.</param>
    public SharedLink(BrokerOptions broker, Redaction redaction, Func<BambuException?> warning, TimeProvider time)
        : this(broker, () => null, new Hub(redaction, warning, time), time)
    {
    }

    /// <summary>The connection to a printer's own broker.</summary>
    /// <param name="deviceId">The printer.</param>
    /// <param name="broker">Its broker.</param>
    /// <param name="second">Where else it is heard, while its own broker cannot be reached.</param>
    /// <param name="redaction">Takes out of raw messages what must not be shown.</param>
    /// <param name="time">The clock.</param>
    public SharedLink(string deviceId, BrokerOptions broker, Func<BrokerOptions?> second, Redaction redaction, TimeProvider time)
        : this(broker, second, new Hub(redaction, () => null, time) { Owner = deviceId }, time)
    {
    }

    private SharedLink(BrokerOptions broker, Func<BrokerOptions?> second, Hub hub, TimeProvider time)
    {
        _broker = broker;
        _second = second;
        _time = time;
        _hub = hub;
        _hub.ToAsk = WakeAsking;
    }

    /// <summary>Whether printers that are connected themselves are heard by way of the cloud just now.</summary>
    public bool IsHelpedOut => _link?.IsOnSecond == true;

    /// <summary>A fresh sequence id for a request.</summary>
    public string NextSequence() => _sequence.Next();

    /// <summary>Sends a request to a printer with QoS 1 and waits until the broker has it.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.ServiceUnreachable"/> where the connection is down.</exception>
    public async Task SendAsync(string deviceId, string request, CancellationToken cancellationToken)
    {
        BrokerLink link = _link ?? throw Closed();
        try
        {
            await link.PublishAsync(PrinterTopics.Request(deviceId), request, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception broken) when (BrokerLink.IsTransient(broken))
        {
            throw link.Unreachable(broken);
        }
    }

    /// <summary>Begins to tell a listener: opens the connection where it is the first, and subscribes to what it wants to hear.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.ServiceUnreachable"/> or <see cref="BambuErrorKind.CertificateRefused"/> where the connection
    /// cannot be made, <see cref="BambuErrorKind.TokenRefused"/>, <see cref="BambuErrorKind.TokenExpired"/>,
    /// <see cref="BambuErrorKind.SessionClosed"/>.
    /// </exception>
    public async Task JoinAsync(PrinterListener listener, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            if (!_hub.TryAdd(listener, _link))
            {
                await CloseAsync().ConfigureAwait(false); // Its last listener is on its way out, or it was refused.
                _hub.TryAdd(listener, null);
            }
            BrokerLink link = _link ?? await OpenAsync(either.Token).ConfigureAwait(false);
            if (link.IsConnected)
            {
                await SubscribeUnlessBrokenAsync(link, either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_disposed && !cancellationToken.IsCancellationRequested)
        {
            throw Closed();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Lets a listener hear more printers. Those that could not be subscribed now are tried again the next time, and when the connection is
    /// made again.
    /// </summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.ServiceUnreachable"/> where the broker does not answer.</exception>
    public async Task ExtendAsync(PrinterListener listener, IEnumerable<BambuDevice> devices, CancellationToken cancellationToken)
    {
        _hub.Extend(listener, devices);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_link is { Ended: false, IsConnected: true } link)
            {
                await SubscribeUnlessBrokenAsync(link, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the telling. The last listener closes the connection.</summary>
    public async Task LeaveAsync(PrinterListener listener)
    {
        // Not behind the gate: an attempt to connect again may hold that for long.
        (IReadOnlyList<string> unheard, bool last) = _hub.Remove(listener, () => _link?.End());
        if (!await _gate.WaitAsync(last ? Timeout.InfiniteTimeSpan : DisconnectTimeout).ConfigureAwait(false))
        {
            return; // Others connect or subscribe just now. What still comes of the printers is not looked at.
        }
        try
        {
            if (_link is { Ended: true })
            {
                await CloseAsync().ConfigureAwait(false);
            }
            else if (_link is { IsConnected: true } link)
            {
                await UnsubscribeAsync(link, unheard).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _closing.CancelAsync().ConfigureAwait(false);
        _link?.End();
        _hub.FailAll(Closed());
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _hub.FailAll(Closed()); // Whoever joined meanwhile.
            await CloseAsync().ConfigureAwait(false);
            _hub.Dispose();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<BrokerLink> OpenAsync(CancellationToken cancellationToken)
    {
        BrokerLink link = new(_broker, _second, _hub, _time);
        try
        {
            await link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            _hub.Clear();
            if (BrokerLink.IsTransient(fault))
            {
                throw link.Unreachable(fault);
            }
            throw;
        }
        _link = link;
        using (ExecutionContext.SuppressFlow()) // The connection outlives the command that opened it.
        {
            _running = Task.Run(
                () => Task.WhenAll(
                    RunAsync(link, () => link.KeepConnectedAsync(stop => ReconnectAsync(link, stop), _hub.Restored)),
                    RunAsync(link, () => AskAsync(link)),
                    RunAsync(link, () => LookAfterAsync(link))),
                CancellationToken.None);
        }
        return link;
    }

    private async Task CloseAsync()
    {
        BrokerLink? link = _link;
        _link = null;
        _hub.Clear();
        if (link is not null)
        {
            link.End();
            await _running.ConfigureAwait(false); // It tells its faults to the listeners and has none of its own.
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Subscribes to what is not subscribed yet and waits for the acknowledgement; then each printer's turn to be asked for its full state
    // comes.
    private async Task SubscribeAsync(BrokerLink link, CancellationToken cancellationToken)
    {
        int connection = link.ConnectionNumber;
        int atOnce = _brokenSubscriptions < BrokenBeforeOneByOne ? TopicsPerSubscription : 1;
        foreach (TrackedPrinter[] some in _hub.NotSubscribed(connection).Chunk(atOnce))
        {
            IReadOnlyList<string> refused;
            try
            {
                refused = await link.SubscribeAsync([.. some.Select(printer => printer.ReportTopic)], cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception broken) when (BrokerLink.IsTransient(broken) && !link.IsConnected)
            {
                _brokenSubscriptions++;
                _hub.SubscriptionBroke(some);
                throw;
            }
            _hub.Subscribed(some, refused, connection, link.IsOnSecond);
        }
        _brokenSubscriptions = 0;
    }

    private async Task SubscribeUnlessBrokenAsync(BrokerLink link, CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(link, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (BrokerLink.IsTransient(broken))
        {
            if (link.IsConnected)
            {
                throw link.Unreachable(broken); // It stands and does not answer.
            }
            _hub.Trace("The connection broke while more was subscribed; it is subscribed when the connection stands again");
        }
    }

    private async Task UnsubscribeAsync(BrokerLink link, IReadOnlyList<string> unheard)
    {
        foreach (string[] some in _hub.StillUnheard(unheard).Chunk(TopicsPerSubscription))
        {
            if (!await link.TryUnsubscribeAsync([.. some.Select(PrinterTopics.Report)]).ConfigureAwait(false))
            {
                _hub.Trace("Printers could not be unsubscribed in time; what still comes of them is not looked at");
                return;
            }
        }
    }

    private async Task ReconnectAsync(BrokerLink link, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await link.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await SubscribeAsync(link, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    // One of the tasks that go on for as long as somebody listens.
    private async Task RunAsync(BrokerLink link, Func<Task> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (link.Ended)
        {
            // The last listener left.
        }
        catch (Exception fault)
        {
            link.End(); // A refused password, or a defect: either ends the listening and is told.
            _hub.FailAll(fault);
        }
    }

    private async Task AskAsync(BrokerLink link)
    {
        int asked = 0;
        while (true)
        {
            string? deviceId;
            PrinterQuestion question;
            while (!_hub.TryTakeToAsk(out deviceId, out question))
            {
                await _toAsk.WaitAsync(link.Stopping).ConfigureAwait(false);
            }
            try
            {
                string request = PrinterTopics.Ask(NextSequence(), question);
                await link.PublishAsync(PrinterTopics.Request(deviceId), request, MqttQualityOfServiceLevel.AtMostOnce, link.Stopping)
                    .ConfigureAwait(false);
            }
            catch (Exception broken) when (BrokerLink.IsTransient(broken))
            {
                _hub.Trace($"Printer '{deviceId}' could not be asked for its state; it is asked when the connection stands again");
            }
            if (question == PrinterQuestion.FullState && ++asked % Fleet.AskedAtOnce == 0 && _hub.HasToAsk)
            {
                await Task.Delay(Fleet.BetweenAskings, _time, link.Stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task LookAfterAsync(BrokerLink link)
    {
        using PeriodicTimer timer = new(Fleet.BetweenLooks, _time);
        int looks = 0;
        while (await timer.WaitForNextTickAsync(link.Stopping).ConfigureAwait(false))
        {
            if (link.IsConnected)
            {
                _hub.LookAfter(link.ConnectionNumber);
            }
            if (++looks % LooksBetweenReturns == 0)
            {
                await link.ReturnAsync(link.Stopping).ConfigureAwait(false);
            }
        }
    }

    private void WakeAsking()
    {
        if (_toAsk.CurrentCount == 0)
        {
            _toAsk.Release();
        }
    }

    private static BambuException Closed() => new(BambuErrorKind.SessionClosed, "The session was closed while printers were watched.");
}
