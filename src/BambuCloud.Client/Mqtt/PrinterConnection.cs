using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace BambuCloud.Client;

/// <summary>
/// The session's one MQTT connection (mqtt.md, <i>Connecting</i>). It stands as long as somebody watches: the first watcher
/// opens it, the last one closes it. A lost connection is made again for ever; a refused password ends every watch.
/// </summary>
public sealed class PrinterConnection : IAsyncDisposable
{
    private const int QueueCapacity = 4096;
    private const int TopicsPerSubscription = 50;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromMilliseconds(250);

    private readonly Uri _broker;
    private readonly TimeProvider _time;
    private readonly MqttClientOptions _options;

    /// <summary>Guards opening, closing and subscribing: one of them at a time.</summary>
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Guards the printers' states and the list of watchers.</summary>
    private readonly object _lock = new();
    private readonly Dictionary<string, PrinterState> _printers = [];
    private readonly List<Watcher> _watchers = [];
    private readonly HashSet<string> _subscribed = [];

    /// <summary>Cancelled when the session is closed. A watcher may still look at it then, so it is never disposed.</summary>
    private readonly CancellationTokenSource _closing = new();

    private volatile Link? _link;
    private long _sequence;
    private volatile bool _disposed;

    internal PrinterConnection(Uri broker, string uid, AccessToken token, ServerCertificates certificates, TimeProvider time)
    {
        _broker = broker;
        _time = time;
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTcpServer(broker.Host, broker.Port)
            .WithCredentials($"u_{uid}", token.Value)
            .WithCleanSession()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(TimeSpan.FromSeconds(10));
        if (broker.Scheme == "mqtts")
        {
            options.WithTlsOptions(tls => tls.UseTls().WithTargetHost(broker.Host)
                .WithCertificateValidationHandler(server => certificates.IsTrusted(server.Certificate, server.Chain, server.SslPolicyErrors)));
        }
        _options = options.Build();
    }

    /// <summary>Streams what happens to the given printers until the reader stops. Each printer begins with a <c>Snapshot</c>.</summary>
    /// <param name="devices">The printers; their names go onto the events.</param>
    /// <param name="duration">Ends the stream so long after the connection stands; <see langword="null"/> for no end.</param>
    /// <param name="refused">Told of each printer whose topic the broker refuses; the others go on, and with none left the stream ends.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.ServiceUnreachable"/> or <see cref="BambuErrorKind.CertificateRefused"/> when the connection
    /// cannot be made at first, <see cref="BambuErrorKind.TokenRefused"/> whenever the broker refuses the password,
    /// <see cref="BambuErrorKind.SessionClosed"/> when the session is closed under it.
    /// </exception>
    public async IAsyncEnumerable<BambuPrinterEvent> WatchAsync(
        IReadOnlyCollection<BambuDevice> devices, TimeSpan? duration, Action<BambuException>? refused, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        Watcher watcher = new(devices, refused, QueueCapacity);
        try
        {
            await JoinAsync(watcher, cancellationToken).ConfigureAwait(false);
            using CancellationTokenSource over = new(duration ?? Timeout.InfiniteTimeSpan, _time);
            using CancellationTokenRegistration end = over.Token.Register(watcher.Queue.End);
            await foreach (BambuPrinterEvent item in watcher.Queue.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await LeaveAsync(watcher).ConfigureAwait(false);
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

    private async Task JoinAsync(Watcher watcher, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            if (!TryAdd(watcher))
            {
                await CloseAsync().ConfigureAwait(false); // Its last watcher is on its way out, or it was refused.
                TryAdd(watcher);
            }
            if (_link is null)
            {
                Link link = new();
                try
                {
                    await ConnectAsync(link, either.Token).ConfigureAwait(false);
                    await SubscribeAsync(link.Client, either.Token).ConfigureAwait(false);
                }
                catch
                {
                    await link.DisposeAsync().ConfigureAwait(false);
                    Forget(); // What was subscribed on it is not on the next one.
                    throw;
                }
                _link = link;
                using (ExecutionContext.SuppressFlow()) // The connection outlives the command that opened it.
                {
                    link.Running = Task.Run(() => KeepConnectedAsync(link), CancellationToken.None);
                }
            }
            else if (_link.Client.IsConnected)
            {
                await SubscribeToMoreAsync(_link.Client, either.Token).ConfigureAwait(false);
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

    private async Task SubscribeToMoreAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (IsNetworkFault(broken) && !client.IsConnected)
        {
            CloudTrace.Write("The connection broke while more was subscribed; it is subscribed when it stands again");
        }
    }

    // Whether a link has ended is looked at in one go with the joining, or the last watcher could end it between the two.
    private bool TryAdd(Watcher watcher)
    {
        lock (_lock)
        {
            if (_link is { Ended: true })
            {
                return false;
            }
            _watchers.Add(watcher);
            foreach (BambuDevice device in watcher.Devices)
            {
                if (_printers.TryGetValue(device.DeviceId, out PrinterState? known) && known.Complete)
                {
                    watcher.Tell(new BambuPrinterEvent
                    {
                        DeviceId = device.DeviceId,
                        Timestamp = Now(),
                        Type = BambuPrinterEventType.Snapshot,
                        Status = known.Status,
                    });
                }
                _printers.TryAdd(device.DeviceId, PrinterState.Of(device.DeviceId, device.Online));
            }
            return true;
        }
    }

    private async Task LeaveAsync(Watcher watcher)
    {
        lock (_lock)
        {
            _watchers.Remove(watcher);
            if (_watchers.Count == 0)
            {
                _link?.End(); // Not behind the gate: an attempt to connect again may hold that for long.
            }
        }
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_link is { Ended: true })
            {
                await CloseAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_link is { } link)
        {
            _link = null;
            await link.DisposeAsync().ConfigureAwait(false);
        }
        Forget();
    }

    private void Forget()
    {
        lock (_lock)
        {
            _printers.Clear();
            _subscribed.Clear();
        }
    }

    // Each attempt has a client of its own, so that what is still heard of the one before cannot be taken for news of it.
    private async Task ConnectAsync(Link link, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(ConnectTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        IMqttClient client = link.Renew();
        _options.ClientId = $"bambucloud-{Guid.NewGuid():N}"; // A broker that still buries the connection before would take this one for it.
        client.ApplicationMessageReceivedAsync += message => ReceiveAsync(client, message.ApplicationMessage);
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
                $"The broker '{_broker.Authority}' refuses the access token ({result.ResultCode}). Get a new token and run Connect-BambuCloud again.");
        }
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new MqttCommunicationException($"The broker refused the connection: {result.ResultCode}.");
        }
    }

    // Subscribes to what is not subscribed yet, waits for the acknowledgement, then asks each printer for its full state.
    private async Task SubscribeAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        string[] missing;
        lock (_lock)
        {
            missing = [.. _watchers.SelectMany(watcher => watcher.Devices).Select(device => device.DeviceId).Distinct().Where(id => !_subscribed.Contains(id))];
        }
        foreach (string[] some in missing.Chunk(TopicsPerSubscription))
        {
            MqttClientSubscribeOptions topics = new() { TopicFilters = [.. some.Select(id => new MqttTopicFilter { Topic = PrinterTopics.Report(id) })] };
            MqttClientSubscribeResult result = await client.SubscribeAsync(topics, cancellationToken).ConfigureAwait(false);
            foreach ((string id, MqttClientSubscribeResultItem item) in some.Zip(result.Items))
            {
                if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                {
                    TellRefused(id);
                    continue;
                }
                lock (_lock)
                {
                    _subscribed.Add(id);
                }
                await AskForStateAsync(client, id, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<MqttClientPublishResult> AskForStateAsync(IMqttClient client, string deviceId, CancellationToken cancellationToken) =>
        client.PublishStringAsync(
            PrinterTopics.Request(deviceId), PrinterTopics.PushAll(Interlocked.Increment(ref _sequence)), MqttQualityOfServiceLevel.AtMostOnce,
            cancellationToken: cancellationToken);

    private async Task KeepConnectedAsync(Link link)
    {
        CancellationToken stop = link.Stopping;
        try
        {
            while (true)
            {
                await link.Lost.WaitAsync(stop).ConfigureAwait(false);
                Interrupt();
                await ConnectAgainAsync(link, stop).ConfigureAwait(false);
                Broadcast(BambuPrinterEventType.Reconnected);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The last watcher left.
        }
        catch (Exception fault)
        {
            link.End(); // A refused password, or a defect: either ends the watching and is told.
            FailAll(fault);
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
                await SubscribeAsync(link.Client, stop).ConfigureAwait(false);
                return;
            }
            catch (Exception broken) when (IsNetworkFault(broken) || (broken is OperationCanceledException && !stop.IsCancellationRequested))
            {
                // Still down: wait longer. The watchers know since the Disconnected event.
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
            _subscribed.Clear();
            foreach ((string id, PrinterState state) in _printers.ToArray())
            {
                _printers[id] = state with { Interrupted = true };
            }
        }
        Broadcast(BambuPrinterEventType.Disconnected);
    }

    private async Task ReceiveAsync(IMqttClient client, MqttApplicationMessage message)
    {
        if (PrinterTopics.DeviceOf(message.Topic) is { } deviceId && Take(deviceId, message.Payload) == ReportKind.Connected)
        {
            await AskForStateAsync(client, deviceId, CancellationToken.None).ConfigureAwait(false); // What it reported before may be stale.
        }
    }

    private ReportKind Take(string deviceId, ReadOnlySequence<byte> payload)
    {
        lock (_lock)
        {
            if (!_printers.TryGetValue(deviceId, out PrinterState? before))
            {
                return ReportKind.Other; // Left meanwhile.
            }
            List<BambuPrinterEvent> events = [];
            ReadOnlySpan<byte> report = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
            _printers[deviceId] = PrinterStateEngine.Apply(before, report, Now(), events, out ReportKind kind);
            foreach (Watcher watcher in _watchers)
            {
                watcher.Tell(events);
            }
            return kind;
        }
    }

    private void Broadcast(BambuPrinterEventType type)
    {
        lock (_lock)
        {
            BambuPrinterEvent item = new() { Timestamp = Now(), Type = type };
            foreach (Watcher watcher in _watchers)
            {
                watcher.Queue.Add(item);
            }
        }
    }

    private void FailAll(Exception fault)
    {
        lock (_lock)
        {
            foreach (Watcher watcher in _watchers)
            {
                watcher.Queue.Fail(fault);
            }
        }
    }

    private void TellRefused(string deviceId)
    {
        BambuException fault = new(BambuErrorKind.SubscriptionRefused,
            $"The broker refuses the reports of printer '{deviceId}'. Check with Get-BambuDevice that it is still bound to this account.")
        {
            Subject = deviceId,
        };
        lock (_lock)
        {
            foreach (Watcher watcher in _watchers.Where(watcher => watcher.Watches(deviceId)))
            {
                watcher.Refuse(deviceId, fault);
            }
        }
    }

    private DateTime Now() => _time.GetUtcNow().LocalDateTime;

    private static bool IsNetworkFault(Exception exception) =>
        exception is MqttCommunicationException or SocketException or IOException or AuthenticationException;

    private BambuException Unreachable(Exception cause)
    {
        bool certificate = cause is AuthenticationException || cause.InnerException is AuthenticationException;
        return certificate
            ? new BambuException(BambuErrorKind.CertificateRefused,
                $"No trusted TLS connection to the broker '{_broker.Authority}': its certificate was refused, or it speaks no TLS. If the broker is yours, give its root with -CACertificatePath.", cause)
            : new BambuException(BambuErrorKind.ServiceUnreachable, string.Create(CultureInfo.InvariantCulture,
                $"No connection to the broker '{_broker.Authority}'. Check the endpoint, this computer's network and its firewall (port {_broker.Port})."), cause);
    }

    private static BambuException Closed() =>
        new(BambuErrorKind.SessionClosed, "The session was closed while printers were watched. Run Connect-BambuCloud again.");

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
            await Running.ConfigureAwait(false);
            try
            {
                if (Client.IsConnected)
                {
                    using CancellationTokenSource limit = new(GoodbyeTimeout);
                    await Client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token).ConfigureAwait(false);
                }
            }
            catch (Exception broken) when (IsNetworkFault(broken) || broken is OperationCanceledException or MqttClientNotConnectedException)
            {
                CloudTrace.Write("The connection to the broker was gone before its goodbye");
            }
            Client.Dispose();
        }
    }

    private sealed class Watcher
    {
        private readonly Dictionary<string, string> _names;
        private readonly HashSet<string> _refusals = [];
        private readonly Action<BambuException>? _refused;

        public Watcher(IReadOnlyCollection<BambuDevice> devices, Action<BambuException>? refused, int capacity)
        {
            Devices = devices;
            _refused = refused;
            Queue = new EventQueue(capacity);
            _names = devices.DistinctBy(device => device.DeviceId).ToDictionary(device => device.DeviceId, device => device.Name);
        }

        public IReadOnlyCollection<BambuDevice> Devices { get; }

        public EventQueue Queue { get; }

        /// <summary>Tells once that a printer is refused; with none left there is nothing to watch.</summary>
        public void Refuse(string deviceId, BambuException fault)
        {
            if (_refusals.Add(deviceId))
            {
                _refused?.Invoke(fault);
                if (_refusals.Count == _names.Count)
                {
                    Queue.End();
                }
            }
        }

        public bool Watches(string deviceId) => _names.ContainsKey(deviceId);

        public void Tell(List<BambuPrinterEvent> events)
        {
            foreach (BambuPrinterEvent item in events)
            {
                Tell(item);
            }
        }

        public void Tell(BambuPrinterEvent item)
        {
            if (_names.TryGetValue(item.DeviceId!, out string? name))
            {
                Queue.Add(item with { DeviceName = name });
            }
        }
    }
}
