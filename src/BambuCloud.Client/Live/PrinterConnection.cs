using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace BambuCloud.Client.Live;

/// <summary>
/// The session's one MQTT connection (mqtt.md, <i>Connecting</i>). It stands as long as somebody listens: the first listener
/// opens it, the last one closes it. A lost connection is made again for ever; a refused password ends every listening.
/// </summary>
internal sealed class PrinterConnection : IAsyncDisposable
{
    private const int TopicsPerSubscription = 50;

    // A full state is heavy for a printer and for the line: a large fleet is asked little by little.
    private const int AskedAtOnce = 20;
    private static readonly TimeSpan BetweenAskings = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LeastBetweenFullStates = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    // A minute, counted in looks at the printers and not on the clock: that goes on while this machine sleeps and hears nothing.
    private const int LongestSilence = 13;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // How long the broker may take to accept a connection or to grant topics. MQTTnet's own limit does not hold for what can be cancelled.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromMilliseconds(250);

    // MQTTnet's own 8 KB is less than one full report: the broker would stand still between any two, waiting to be let send more.
    private const int ReceiveWindow = 256 * 1024;

    private readonly Uri _broker;
    private readonly AccessToken _token;
    private readonly Redaction _redaction;
    private readonly TimeProvider _time;
    private readonly MqttClientOptions _options;

    /// <summary>Guards opening, closing and subscribing: one of them at a time.</summary>
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Guards the printers' states and the list of listeners.</summary>
    private readonly object _lock = new();
    private readonly Dictionary<string, Tracked> _printers = [];
    private readonly List<PrinterListener> _listeners = [];

    /// <summary>Cancelled when the session is closed. A listener may still look at it then, so it is never disposed.</summary>
    private readonly CancellationTokenSource _closing = new();

    private volatile Link? _link;
    private long _sequence;
    private volatile bool _disposed;

    public PrinterConnection(Uri broker, string uid, AccessToken token, ServerCertificates certificates, TimeProvider time)
    {
        _broker = broker;
        _token = token;
        _redaction = new Redaction(token.Secrets);
        _time = time;
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTcpServer(broker.Host, broker.Port)
            .WithTcpServer(tcp => tcp.BufferSize = ReceiveWindow)
            .WithCredentials($"u_{uid}", token.Value)
            .WithCleanSession()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(TimeSpan.FromSeconds(10));
        if (broker.Scheme == "mqtts")
        {
            options.WithTlsOptions(tls => tls.UseTls().WithSslProtocols(ServerCertificates.Protocols).WithTargetHost(broker.Host)
                .WithCertificateValidationHandler(server => certificates.IsTrusted(server.Certificate, server.Chain, server.SslPolicyErrors)));
        }
        _options = options.Build();
    }

    /// <summary>A fresh sequence id for a request.</summary>
    public string NextSequence() => Interlocked.Increment(ref _sequence).ToString(CultureInfo.InvariantCulture);

    /// <summary>Sends a request to a printer with QoS 1 and waits until the broker has it.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.ServiceUnreachable"/> where the connection is down.</exception>
    public async Task SendAsync(string deviceId, BambuPrinterCommand command, string sequence, CancellationToken cancellationToken)
    {
        try
        {
            IMqttClient client = _link?.Client ?? throw Closed();
            await UnlessBrokenAsync(client, () => client.PublishStringAsync(
                PrinterTopics.Request(deviceId), PrinterTopics.Print(sequence, command), MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (IsNetworkFault(broken))
        {
            throw Unreachable(broken);
        }
    }

    /// <summary>Lets a listener hear more printers. Those that could not be subscribed now are tried again the next time, and when the connection is made again.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.ServiceUnreachable"/> where the broker does not answer.</exception>
    public async Task ExtendAsync(PrinterListener listener, IEnumerable<BambuDevice> devices, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (BambuDevice device in devices)
            {
                if (listener.Add(device))
                {
                    Introduce(listener, device);
                }
            }
        }
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_link is { Ended: false } link && link.Client.IsConnected)
            {
                await SubscribeToMoreAsync(link, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (IsNetworkFault(broken))
        {
            throw Unreachable(broken);
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
        FailAll(Closed());
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            FailAll(Closed()); // Whoever joined meanwhile.
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Begins to tell a listener: opens the connection where it is the first, and subscribes to what it wants to hear.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.ServiceUnreachable"/> or <see cref="BambuErrorKind.CertificateRefused"/> where the connection
    /// cannot be made, <see cref="BambuErrorKind.TokenRefused"/>, <see cref="BambuErrorKind.TokenExpired"/>, <see cref="BambuErrorKind.SessionClosed"/>.
    /// </exception>
    public async Task JoinAsync(PrinterListener listener, IReadOnlyCollection<BambuDevice> devices, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            if (!TryAdd(listener, devices))
            {
                await CloseAsync().ConfigureAwait(false); // Its last listener is on its way out, or it was refused.
                TryAdd(listener, devices);
            }
            if (_link is null)
            {
                Link link = new();
                try
                {
                    await ConnectAsync(link, either.Token).ConfigureAwait(false);
                }
                catch
                {
                    await link.DisposeAsync().ConfigureAwait(false);
                    Forget();
                    throw;
                }
                _link = link;
                using (ExecutionContext.SuppressFlow()) // The connection outlives the command that opened it.
                {
                    link.Running = Task.Run(() => Task.WhenAll(RunAsync(link, KeepConnectedAsync), RunAsync(link, AskAsync), RunAsync(link, LookAfterAsync)), CancellationToken.None);
                }
            }
            if (_link.Client.IsConnected)
            {
                await SubscribeToMoreAsync(_link, either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_disposed && !cancellationToken.IsCancellationRequested)
        {
            throw Closed();
        }
        catch (Exception broken) when (IsNetworkFault(broken))
        {
            throw Unreachable(broken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the telling. The last listener closes the connection.</summary>
    public async Task LeaveAsync(PrinterListener listener)
    {
        string[] unheard;
        bool last;
        lock (_lock)
        {
            _listeners.Remove(listener);
            unheard = [.. _printers.Keys.Where(id => !_listeners.Exists(other => other.Hears(id)))];
            foreach (string id in unheard)
            {
                _printers.Remove(id); // What it does from now on is not heard, so that what it did is no news for the next listener.
            }
            last = _listeners.Count == 0;
            if (last)
            {
                _link?.End(); // Not behind the gate: an attempt to connect again may hold that for long.
            }
        }
        if (!await _gate.WaitAsync(last ? Timeout.InfiniteTimeSpan : GoodbyeTimeout).ConfigureAwait(false))
        {
            return; // Others connect or subscribe just now. What still comes of the printers is not looked at.
        }
        try
        {
            if (_link is { Ended: true })
            {
                await CloseAsync().ConfigureAwait(false);
            }
            else if (_link is { } link && link.Client.IsConnected)
            {
                await UnsubscribeAsync(link.Client, unheard).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    // What nobody hears any more need not be sent here; somebody may have come meanwhile.
    private async Task UnsubscribeAsync(IMqttClient client, string[] unheard)
    {
        lock (_lock)
        {
            unheard = [.. unheard.Where(id => !_printers.ContainsKey(id))];
        }
        try
        {
            using CancellationTokenSource limit = new(GoodbyeTimeout);
            foreach (string[] some in unheard.Chunk(TopicsPerSubscription))
            {
                MqttClientUnsubscribeOptions topics = new() { TopicFilters = [.. some.Select(PrinterTopics.Report)] };
                await UnlessBrokenAsync(client, () => client.UnsubscribeAsync(topics, limit.Token), limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (IsNetworkFault(broken) || broken is OperationCanceledException)
        {
            CloudTrace.Write("Printers could not be unsubscribed in time; what still comes of them is not looked at");
        }
    }

    private async Task SubscribeToMoreAsync(Link link, CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(link, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (IsNetworkFault(broken) && !link.Client.IsConnected)
        {
            CloudTrace.Write("The connection broke while more was subscribed; it is subscribed when it stands again");
        }
    }

    // Whether a link has ended is looked at in one go with the joining, or the last listener could end it between the two.
    private bool TryAdd(PrinterListener listener, IReadOnlyCollection<BambuDevice> devices)
    {
        lock (_lock)
        {
            if (_link is { Ended: true })
            {
                return false;
            }
            _listeners.Add(listener);
            foreach (BambuDevice device in devices)
            {
                Introduce(listener, device);
            }
            return true;
        }
    }

    private void Introduce(PrinterListener listener, BambuDevice device)
    {
        if (!_printers.TryGetValue(device.DeviceId, out Tracked? known))
        {
            _printers[device.DeviceId] = new Tracked(PrinterState.Of(device.DeviceId, device.Online, device.Name));
        }
        else if (known.State.Complete)
        {
            if (known.State.IsCurrent)
            {
                listener.Tell(SnapshotOf(device.DeviceId, known.State));
            }
            else
            {
                listener.AwaitSnapshot(device.DeviceId); // What it said last may be long over.
            }
            listener.State?.Invoke(known.State);
        }
    }

    private BambuPrinterEvent SnapshotOf(string deviceId, PrinterState state) =>
        new() { DeviceId = deviceId, Timestamp = Now(), Type = BambuPrinterEventType.Snapshot, Status = state.Status };

    private async Task CloseAsync()
    {
        Link? link = _link;
        _link = null;
        Forget();
        if (link is not null)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Forget()
    {
        lock (_lock)
        {
            _printers.Clear();
        }
    }

    // Each attempt has a client of its own, so that what is still heard of the one before cannot be taken for news of it.
    private async Task ConnectAsync(Link link, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(AnswerTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        IMqttClient client = link.Renew();
        _token.EnsureValid(_time.GetUtcNow());
        _options.ClientId = $"bambucloud-{Guid.NewGuid():N}"; // A broker that still buries the connection before would take this one for it.
        client.ApplicationMessageReceivedAsync += message =>
        {
            Receive(link, message.ApplicationMessage);
            return Task.CompletedTask;
        };
        MqttClientConnectResult result;
        try
        {
            result = await client.ConnectAsync(_options, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken); // Whatever a broken-off attempt says of itself.
        }
        catch (Exception slow) when (limit.IsCancellationRequested)
        {
            throw new MqttCommunicationTimedOutException(slow);
        }
        if (result.ResultCode is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized)
        {
            throw new BambuException(BambuErrorKind.TokenRefused,
                $"The broker '{_broker.Authority}' refuses the access token ({result.ResultCode}).{_token.Story}");
        }
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new MqttCommunicationException($"The broker refused the connection: {result.ResultCode}.");
        }
    }

    // Subscribes to what is not subscribed yet and waits for the acknowledgement; then each printer's turn to be asked for its full state comes.
    private async Task SubscribeAsync(Link link, CancellationToken cancellationToken)
    {
        IMqttClient client = link.Client;
        string[] missing;
        lock (_lock)
        {
            missing = [.. _listeners.SelectMany(listener => listener.DeviceIds).Distinct()
                .Where(id => _printers.TryGetValue(id, out Tracked? printer) && printer.SubscribedBy != client)];
        }
        foreach (string[] some in missing.Chunk(TopicsPerSubscription))
        {
            MqttClientSubscribeOptions topics = new() { TopicFilters = [.. some.Select(id => new MqttTopicFilter { Topic = PrinterTopics.Report(id) })] };
            MqttClientSubscribeResult result = await GrantedAsync(client, topics, cancellationToken).ConfigureAwait(false);
            foreach ((string id, MqttClientSubscribeResultItem item) in some.Zip(result.Items))
            {
                if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                {
                    TellRefused(id);
                    continue;
                }
                lock (_lock)
                {
                    if (_printers.TryGetValue(id, out Tracked? printer))
                    {
                        printer.SubscribedBy = client;
                        printer.SilentLooks = 0;
                        AskSoon(link, id, printer);
                    }
                }
            }
        }
    }

    private async Task<MqttClientSubscribeResult> GrantedAsync(IMqttClient client, MqttClientSubscribeOptions topics, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(AnswerTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await UnlessBrokenAsync(client, () => client.SubscribeAsync(topics, either.Token), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException slow) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new MqttCommunicationTimedOutException(slow);
        }
    }

    // One of the tasks that go on for as long as somebody listens.
    private async Task RunAsync(Link link, Func<Link, Task> task)
    {
        try
        {
            await task(link).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (link.Ended)
        {
            // The last listener left.
        }
        catch (Exception fault)
        {
            link.End(); // A refused password, or a defect: either ends the listening and is told.
            FailAll(fault);
        }
    }

    private async Task AskAsync(Link link)
    {
        for (int asked = 1; ; asked++)
        {
            string id = await link.ToAsk.Reader.ReadAsync(link.Stopping).ConfigureAwait(false);
            await AskForStateAsync(link, id).ConfigureAwait(false);
            if (asked % AskedAtOnce == 0 && link.ToAsk.Reader.TryPeek(out _))
            {
                await Task.Delay(BetweenAskings, _time, link.Stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task AskForStateAsync(Link link, string deviceId)
    {
        IMqttClient client;
        lock (_lock)
        {
            if (!_printers.TryGetValue(deviceId, out Tracked? printer))
            {
                return;
            }
            printer.AskedAt = _time.GetTimestamp();
            printer.ToAskAgain = false;
            printer.AskedSoon = false;
            client = link.Client; // Whoever connects again finds either this printer not asked yet, or is the one who asks it.
        }
        try
        {
            await UnlessBrokenAsync(client, () => client.PublishStringAsync(
                PrinterTopics.Request(deviceId), PrinterTopics.PushAll(NextSequence()), MqttQualityOfServiceLevel.AtMostOnce, cancellationToken: link.Stopping),
                link.Stopping).ConfigureAwait(false);
        }
        catch (Exception broken) when (IsNetworkFault(broken))
        {
            // Every printer is asked when the connection stands again.
        }
    }

    // What nobody's message tells: that a printer is silent, and that one that came back may be asked again.
    private async Task LookAfterAsync(Link link)
    {
        using PeriodicTimer timer = new(BetweenLooks, _time);
        while (await timer.WaitForNextTickAsync(link.Stopping).ConfigureAwait(false))
        {
            if (link.Client.IsConnected)
            {
                LookAfterPrinters(link);
            }
        }
    }

    private void LookAfterPrinters(Link link)
    {
        lock (_lock)
        {
            if (_listeners.Exists(listener => listener.Warned is not null) && _token.TakeExpiryWarning(_time.GetUtcNow()) is { } warning)
            {
                _listeners.ForEach(listener => listener.Warned?.Invoke(warning)); // Who watches for weeks runs no command that would say it.
            }
            foreach ((string id, Tracked printer) in _printers)
            {
                if (printer.SubscribedBy != link.Client)
                {
                    continue; // It may speak, and is not heard.
                }
                if (++printer.SilentLooks >= LongestSilence && printer.State.Online)
                {
                    List<BambuPrinterEvent> events = [];
                    printer.State = PrinterStateEngine.Silence(printer.State, Now(), events);
                    Tell(id, events);
                }
                if (printer.ToAskAgain && MayAsk(printer))
                {
                    AskSoon(link, id, printer);
                }
            }
        }
    }

    // Once, however often there is a reason to: in a large fleet its turn may be a while off.
    private static void AskSoon(Link link, string id, Tracked printer)
    {
        if (!printer.AskedSoon)
        {
            printer.AskedSoon = true;
            link.ToAsk.Writer.TryWrite(id);
        }
    }

    // One that has not answered since the connection was made was away when it was asked: the time counts between answers.
    private bool MayAsk(Tracked printer) => printer.AskedAt is not { } asked || !printer.State.Complete || printer.State.Interrupted
        || _time.GetElapsedTime(asked) >= LeastBetweenFullStates;

    private async Task KeepConnectedAsync(Link link)
    {
        while (true)
        {
            await link.Lost.WaitAsync(link.Stopping).ConfigureAwait(false);
            Interrupt();
            await ConnectAgainAsync(link, link.Stopping).ConfigureAwait(false);
            Broadcast(BambuPrinterEventType.Reconnected);
        }
    }

    private async Task ConnectAgainAsync(Link link, CancellationToken stop)
    {
        for (TimeSpan wait = ShortestWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await Task.Delay(wait * (0.5 + (Random.Shared.NextDouble() / 2)), _time, stop).ConfigureAwait(false);
            await _gate.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                await ConnectAsync(link, stop).ConfigureAwait(false);
                await SubscribeAsync(link, stop).ConfigureAwait(false);
                return;
            }
            catch (Exception broken) when (IsNetworkFault(broken) || (broken is OperationCanceledException && !stop.IsCancellationRequested))
            {
                // Still down: wait longer. The listeners know since the Disconnected event.
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    private void Interrupt()
    {
        lock (_lock)
        {
            foreach (Tracked printer in _printers.Values)
            {
                printer.State = printer.State with { Interrupted = true };
            }
        }
        Broadcast(BambuPrinterEventType.Disconnected);
    }

    private void Receive(Link link, MqttApplicationMessage message)
    {
        if (PrinterTopics.DeviceOf(message.Topic) is not { } deviceId)
        {
            return;
        }
        lock (_lock)
        {
            if (_printers.TryGetValue(deviceId, out Tracked? printer))
            {
                Take(link, deviceId, printer, message.Payload);
            }
        }
    }

    private void Take(Link link, string deviceId, Tracked printer, ReadOnlySequence<byte> payload)
    {
        DateTime now = Now();
        List<BambuPrinterEvent> events = [];
        ReadOnlySpan<byte> report = _redaction.OfJson(payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray());
        printer.State = PrinterStateEngine.Apply(printer.State, report, now, events, out ReportKind kind, out PrinterAnswer? answer);
        if (kind != ReportKind.Disconnected)
        {
            printer.SilentLooks = 0;
        }
        if (kind == ReportKind.Connected) // What it reported before may be stale.
        {
            printer.ToAskAgain = true;
            if (MayAsk(printer))
            {
                AskSoon(link, deviceId, printer);
            }
        }
        foreach (PrinterListener late in _listeners)
        {
            if (printer.State.IsCurrent && late.TakeAwaited(deviceId))
            {
                late.Tell(SnapshotOf(deviceId, printer.State));
            }
        }
        bool firstBroken = kind == ReportKind.Broken && ++printer.Broken == 1;
        Tell(deviceId, events);
        foreach (PrinterListener listener in _listeners)
        {
            if (!listener.Hears(deviceId))
            {
                continue;
            }
            listener.Tell(deviceId, now, report);
            switch (kind)
            {
                case ReportKind.Full or ReportKind.Delta:
                    listener.State?.Invoke(printer.State);
                    break;
                case ReportKind.Answer:
                    listener.Answer?.Invoke(deviceId, answer!);
                    break;
                case ReportKind.Broken when firstBroken:
                    listener.Warned?.Invoke(new BambuException(BambuErrorKind.ReportUnreadable,
                        $"Printer '{deviceId}' sent a report that is no JSON. Nothing comes of such reports; this is told once.")
                    { Subject = deviceId });
                    break;
            }
        }
    }

    private void Tell(string deviceId, List<BambuPrinterEvent> events)
    {
        foreach (PrinterListener listener in _listeners)
        {
            if (listener.Hears(deviceId))
            {
                events.ForEach(listener.Tell);
            }
        }
    }

    private void Broadcast(BambuPrinterEventType type)
    {
        lock (_lock)
        {
            BambuPrinterEvent item = new() { Timestamp = Now(), Type = type };
            _listeners.ForEach(listener => listener.Tell(item));
        }
    }

    private void FailAll(Exception fault)
    {
        lock (_lock)
        {
            _listeners.ForEach(listener => listener.Failed?.Invoke(fault));
        }
    }

    private void TellRefused(string deviceId)
    {
        BambuException fault = new(BambuErrorKind.SubscriptionRefused,
            $"The broker refuses the reports of printer '{deviceId}'.")
        {
            Subject = deviceId,
        };
        lock (_lock)
        {
            foreach (PrinterListener listener in _listeners.Where(listener => listener.Hears(deviceId)))
            {
                listener.Refuse(deviceId, fault);
            }
        }
    }

    private DateTime Now() => _time.GetUtcNow().LocalDateTime;

    // MQTTnet 5.2 says in many ways that the connection broke while it sent something, NullReferenceException and a cancellation of its own among them.
    private static async Task<T> UnlessBrokenAsync<T>(IMqttClient client, Func<Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception broken) when (!client.IsConnected && !cancellationToken.IsCancellationRequested && !IsNetworkFault(broken))
        {
            throw new MqttCommunicationException("The connection broke.", broken);
        }
    }

    private static bool IsNetworkFault(Exception exception) =>
        exception is MqttCommunicationException or SocketException or IOException or AuthenticationException;

    private BambuException Unreachable(Exception cause)
    {
        bool certificate = cause is AuthenticationException || cause.InnerException is AuthenticationException;
        return certificate
            ? new BambuException(BambuErrorKind.CertificateRefused,
                $"No trusted TLS connection to the broker '{_broker.Authority}': its certificate was refused, or it speaks no TLS.", cause)
            : new BambuException(BambuErrorKind.ServiceUnreachable, $"No connection to the broker '{_broker.Authority}'.", cause);
    }

    private static BambuException Closed() =>
        new(BambuErrorKind.SessionClosed, "The session was closed while printers were watched.");

    /// <summary>The connection itself, and the task that makes it again.</summary>
    private sealed class Link : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private TaskCompletionSource _lost = new();

        /// <summary>The client of the latest attempt.</summary>
        public IMqttClient Client { get; private set; } = null!;

        /// <summary>Done when the latest client's connection is gone.</summary>
        public Task Lost => _lost.Task;

        public CancellationToken Stopping => _stopping.Token;

        /// <summary>Whether nobody needs it any more.</summary>
        public bool Ended => _stopping.IsCancellationRequested;

        /// <summary>The printers whose full state is to be asked for.</summary>
        public Channel<string> ToAsk { get; } = Channel.CreateUnbounded<string>();

        public Task Running { get; set; } = Task.CompletedTask;

        /// <summary>A new client in place of the one before.</summary>
        public IMqttClient Renew()
        {
            Client?.Dispose();
            Client = new MqttClientFactory().CreateMqttClient();
            TaskCompletionSource lost = _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Client.DisconnectedAsync += _ =>
            {
                lost.TrySetResult();
                return Task.CompletedTask;
            };
            return Client;
        }

        /// <summary>Ends every attempt to connect again, at once. It may come after the disposal, so the source is never disposed.</summary>
        public void End() => _ = _stopping.CancelAsync(); // What it cancels goes on elsewhere, not under the caller's lock.

        public async ValueTask DisposeAsync()
        {
            End();
            await Running.ConfigureAwait(false); // It tells its faults to the listeners and has none of its own.
            try
            {
                if (Client.IsConnected)
                {
                    using CancellationTokenSource limit = new(GoodbyeTimeout);
                    await Client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token).ConfigureAwait(false);
                }
            }
            catch (Exception broken) when (IsNetworkFault(broken) || broken is OperationCanceledException)
            {
                CloudTrace.Write("The connection to the broker was gone before its goodbye");
            }
            Client.Dispose();
        }
    }

    /// <summary>A printer that somebody listens to, as far as it is known.</summary>
    private sealed class Tracked(PrinterState state)
    {
        public PrinterState State { get; set; } = state;

        /// <summary>The client on whose connection it is heard; another one's connection is gone.</summary>
        public IMqttClient? SubscribedBy { get; set; }

        /// <summary>How often it was looked at since it last said something, or was subscribed to.</summary>
        public int SilentLooks { get; set; }

        /// <summary>Whether it stands among those whose full state is asked for next.</summary>
        public bool AskedSoon { get; set; }

        /// <summary>When it was last asked for its full state.</summary>
        public long? AskedAt { get; set; }

        /// <summary>Whether it is to be asked again as soon as it may be.</summary>
        public bool ToAskAgain { get; set; }

        /// <summary>How many broken reports it sent.</summary>
        public long Broken { get; set; }
    }
}
