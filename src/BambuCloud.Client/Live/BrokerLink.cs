using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using BambuCloud.Client.Trust;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Polly;
using Polly.Retry;

namespace BambuCloud.Client.Live;

/// <summary>
/// One MQTT client of a broker: connects, connects again when the connection is lost, and tells what goes wrong. It knows topics
/// and payloads, and nothing of printers.
/// </summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    // How long the broker may take to accept a connection or to grant topics. MQTTnet's own limit does not hold for what can be cancelled.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DisconnectTimeout = TimeSpan.FromMilliseconds(250);

    // MQTTnet's own 8 KB is less than one full report → the broker would stand still between any two, waiting to be let send more.
    private const int ReceiveWindow = 256 * 1024;

    private readonly BrokerOptions _first;
    private readonly Func<BrokerOptions?> _second;
    private readonly IBrokerLinkObserver _observer;
    private readonly TimeProvider _time;
    private readonly MqttClientFactory _factory;
    private readonly ResiliencePipeline _attempts;
    private readonly CancellationTokenSource _stopping = new();
    private volatile Connection? _connection;
    private volatile BrokerOptions _broker;
    private volatile bool _mayReturn;

    /// <param name="broker">The broker.</param>
    /// <param name="second">Another broker where the same is heard, for while the first one cannot be reached.</param>
    /// <param name="observer">Who is told what happens.</param>
    /// <param name="time">The clock of waits and limits.</param>
    public BrokerLink(BrokerOptions broker, Func<BrokerOptions?> second, IBrokerLinkObserver observer, TimeProvider time)
    {
        _first = _broker = broker;
        _second = second;
        _observer = observer;
        _time = time;
        _factory = new MqttClientFactory(new BrokerLinkLog(observer, text => _broker.Redacted(text)), new BufferedChannel.AdapterFactory());
        _attempts = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = ShortestWait,
                MaxDelay = LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(!Ended
                    && (attempt.Outcome.Exception is OperationCanceledException || IsTransient(attempt.Outcome.Exception))),
                OnRetry = TellAttempt,
            })
            .Build();
    }

    /// <summary>Cancelled when nobody needs the link any more.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Whether nobody needs it any more.</summary>
    public bool Ended => _stopping.IsCancellationRequested;

    /// <summary>Whether the connection stands.</summary>
    public bool IsConnected => _connection?.Client.IsConnected == true;

    /// <summary>Whether the connection is, or is tried, by way of the second broker.</summary>
    public bool IsOnSecond => _broker != _first;

    /// <summary>The number of the latest attempt to connect: what was subscribed on an earlier connection is not heard any more.</summary>
    public int ConnectionNumber => _connection?.Number ?? 0;

    /// <summary>Makes one attempt to connect: to the broker, and where that fails to the second one.</summary>
    /// <exception cref="BambuException">The broker refuses the password, or its time is over.</exception>
    /// <exception cref="Exception">What <see cref="IsTransient"/> knows: the broker was not reached.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ConnectToAsync(_first, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (Exception fault) when ((fault is BambuException || IsTransient(fault)) && _second() is { } second)
        {
            _mayReturn = fault is not BambuException;
            _observer.Trace($"No connection to '{_first.Authority}': {ReasonOf(fault)} It is tried by way of '{second.Authority}'");
            try
            {
                await ConnectToAsync(second, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception other) when (other is BambuException || IsTransient(other))
            {
                _observer.Trace($"No connection to '{second.Authority}' either: {ReasonOf(other)}");
                _broker = _first;
            }
            throw;
        }
    }

    /// <summary>Goes back from the second broker to the first one, where that can be reached again.</summary>
    public async Task ReturnAsync(CancellationToken cancellationToken)
    {
        if (_broker == _first || !_mayReturn || !IsConnected)
        {
            return;
        }
        using CancellationTokenSource limit = new(ProbeTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using IMqttClient probe = _factory.CreateMqttClient();
        try
        {
            MqttClientConnectResult result = await probe.ConnectAsync(OptionsFor(_first), either.Token).ConfigureAwait(false);
            if (result.ResultCode == MqttClientConnectResultCode.Success)
            {
                await probe.DisconnectAsync(new MqttClientDisconnectOptions(), either.Token).ConfigureAwait(false);
                _connection!.End($"'{_first.Authority}' can be reached again.");
            }
        }
        catch (Exception away) when (IsTransient(away) || away is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _observer.Trace($"'{_first.Authority}' cannot be reached yet: {ReasonOf(away)}");
        }
    }

    /// <summary>Makes the connection again whenever it is lost, for ever, until the link ends.</summary>
    /// <param name="reconnect">
    /// One attempt: <see cref="ConnectAsync"/>, and what has to be done before the connection counts as made again.
    /// </param>
    /// <param name="restored">Told when one succeeded.</param>
    /// <exception cref="BambuException">As <see cref="ConnectAsync"/>: it will not mend itself.</exception>
    public async Task KeepConnectedAsync(Func<CancellationToken, Task> reconnect, Action restored)
    {
        while (true)
        {
            string reason = await _connection!.Lost.WaitAsync(Stopping).ConfigureAwait(false);
            _observer.Trace($"The connection to the broker '{_broker.Authority}' is lost: {reason}");
            _observer.Lost(reason);
            // All clients of a broker that went down see it at once → none comes back at once.
            await Task.Delay(FirstWait * (0.5 + (Random.Shared.NextDouble() / 2)), _time, Stopping).ConfigureAwait(false);
            await _attempts.ExecuteAsync(async stop => await reconnect(stop).ConfigureAwait(false), Stopping).ConfigureAwait(false);
            _observer.Trace($"The connection to the broker '{_broker.Authority}' stands again");
            restored();
        }
    }

    /// <summary>Subscribes to topics and gives those that the broker refuses.</summary>
    public async Task<IReadOnlyList<string>> SubscribeAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(AnswerTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        MqttClientSubscribeOptions filters = new() { TopicFilters = [.. topics.Select(topic => new MqttTopicFilter { Topic = topic })] };
        try
        {
            MqttClientSubscribeResult result = await UnlessBrokenAsync(client => client.SubscribeAsync(filters, either.Token), either.Token)
                .ConfigureAwait(false);
            return [.. topics.Zip(result.Items).Where(pair => pair.Second.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                .Select(pair => pair.First)];
        }
        catch (OperationCanceledException slow) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new MqttCommunicationTimedOutException(slow);
        }
    }

    /// <summary>Ends subscriptions, if that is done in a moment.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> TryUnsubscribeAsync(IReadOnlyList<string> topics)
    {
        using CancellationTokenSource limit = new(DisconnectTimeout);
        try
        {
            MqttClientUnsubscribeOptions filters = new() { TopicFilters = [.. topics] };
            await UnlessBrokenAsync(client => client.UnsubscribeAsync(filters, limit.Token), limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception broken) when (IsTransient(broken) || broken is OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Publishes a text. With QoS 1 it is done when the broker has it.</summary>
    public Task PublishAsync(string topic, string payload, MqttQualityOfServiceLevel quality, CancellationToken cancellationToken) =>
        UnlessBrokenAsync(client => client.PublishStringAsync(topic, payload, quality, cancellationToken: cancellationToken),
            cancellationToken);

    /// <summary>Whether a fault is one of the network or the broker, which another attempt may not meet.</summary>
    public static bool IsTransient(Exception? fault) =>
        fault is MqttCommunicationException or SocketException or IOException or AuthenticationException;

    /// <summary>The error that tells of a <see cref="IsTransient"/> fault where no other attempt is made.</summary>
    public BambuException Unreachable(Exception cause) =>
        _broker.Unreachable is { } told ? told(ReasonOf(cause), cause)
        : cause is AuthenticationException || cause.InnerException is AuthenticationException
        ? new BambuException(BambuErrorKind.CertificateRefused,
            $"No trusted TLS connection to the broker '{_broker.Authority}': its certificate was refused, or it speaks no TLS.", cause)
        {
            Subject = _broker.Authority,
        }
        : cause is BrokerRefusal
        ? new BambuException(BambuErrorKind.BrokerUnavailable,
            $"The broker '{_broker.Authority}' refuses the connection: {ReasonOf(cause)}",
            cause)
        {
            Subject = _broker.Authority,
        }
        : new BambuException(BambuErrorKind.ServiceUnreachable, $"No connection to the broker '{_broker.Authority}': {ReasonOf(cause)}",
            cause)
        {
            Subject = _broker.Authority,
        };

    /// <summary>Ends every attempt to connect again, at once. It may come after the disposal → the source is never disposed.</summary>
    public void End() => _ = _stopping.CancelAsync(); // What it cancels goes on elsewhere, not under the caller's lock.

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        End();
        if (_connection?.Client is not { } client)
        {
            return;
        }
        try
        {
            if (client.IsConnected)
            {
                using CancellationTokenSource limit = new(DisconnectTimeout);
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (IsTransient(broken) || broken is OperationCanceledException)
        {
            _observer.Trace("The connection to the broker was gone before it was closed");
        }
        client.Dispose();
    }

    private async Task ConnectToAsync(BrokerOptions broker, CancellationToken cancellationToken)
    {
        _broker = broker;
        using CancellationTokenSource limit = new(AnswerTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        IMqttClient client = Renew();
        broker.EnsureValid();
        MqttClientConnectResult result;
        try
        {
            result = await client.ConnectAsync(OptionsFor(broker), either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken); // Whatever a broken-off attempt says of itself.
        }
        catch (Exception slow) when (limit.IsCancellationRequested)
        {
            throw new MqttCommunicationTimedOutException(slow);
        }
        catch (Exception) when (broker.Distrusted() is { } distrusted)
        {
            throw distrusted;
        }
        if (result.ResultCode is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized)
        {
            throw broker.Refused($"{result.ResultCode}");
        }
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new BrokerRefusal(result.ResultCode);
        }
    }

    private static MqttClientOptions OptionsFor(BrokerOptions broker)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTcpServer(broker.Address.Host, broker.Address.Port)
            .WithTcpServer(tcp => tcp.BufferSize = ReceiveWindow)
            // A broker that still buries the connection before would take this one for it.
            .WithClientId($"bambucloud-{Guid.NewGuid():N}")
            .WithCredentials(broker.UserName, broker.Password)
            .WithCleanSession()
            .WithKeepAlivePeriod(broker.KeepAlive)
            .WithTimeout(broker.Timeout);
        if (broker.Address.Scheme == "mqtts")
        {
            options.WithTlsOptions(tls => tls.UseTls().WithSslProtocols(ServerCertificates.Protocols)
                .WithTargetHost(broker.ServerName ?? broker.Address.Host)
                .WithCertificateValidationHandler(server => broker.IsTrusted(server.Certificate, server.Chain, server.SslPolicyErrors)));
        }
        return options.Build();
    }

    // Each attempt has a client of its own → what is still heard of the one before is not taken for news of it.
    private IMqttClient Renew()
    {
        IMqttClient client = _factory.CreateMqttClient();
        Connection connection = new(client, ConnectionNumber + 1);
        client.ApplicationMessageReceivedAsync += message =>
        {
            if (connection == _connection)
            {
                _observer.Received(message.ApplicationMessage.Topic, message.ApplicationMessage.Payload);
            }
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += gone =>
        {
            connection.End(gone switch
            {
                { Exception: { } cause } => ReasonOf(cause),
                // MQTT 3.1.1 has no reasons.
                { Reason: MqttClientDisconnectReason.NormalDisconnection } => "The broker closed the connection.",
                _ => $"{gone.Reason}",
            });
            return Task.CompletedTask;
        };
        IMqttClient? before = _connection?.Client;
        _connection = connection;
        before?.Dispose();
        return client;
    }

    // MQTTnet 5.2 says in many ways that the connection broke while it sent something, NullReferenceException and a cancellation of its own
    // among them.
    private async Task<T> UnlessBrokenAsync<T>(Func<IMqttClient, Task<T>> send, CancellationToken cancellationToken)
    {
        IMqttClient client = _connection!.Client;
        try
        {
            return await send(client).ConfigureAwait(false);
        }
        catch (Exception broken) when (!client.IsConnected && !cancellationToken.IsCancellationRequested && !IsTransient(broken))
        {
            throw new MqttCommunicationException("The connection broke.", broken);
        }
    }

    private ValueTask TellAttempt(OnRetryArguments<object> attempt)
    {
        string cause = ReasonOf(attempt.Outcome.Exception!);
        _observer.Trace(string.Create(CultureInfo.InvariantCulture,
            $"Attempt {attempt.AttemptNumber + 1} to connect to the broker '{_broker.Authority}' again failed: {cause} ")
            + string.Create(CultureInfo.InvariantCulture, $"The next one comes in {attempt.RetryDelay.TotalSeconds:0.0} s."));
        return default;
    }

    // The innermost words are the network's own; what stands around them only says that something failed.
    private string ReasonOf(Exception fault)
    {
        Exception innermost = fault.GetBaseException();
        return fault is MqttCommunicationTimedOutException || innermost is MqttCommunicationTimedOutException or OperationCanceledException
            ? "The broker did not answer in time."
            : _broker.Redacted(innermost.Message);
    }

    /// <summary>The broker's own word that it takes no connection: another attempt may meet another one.</summary>
    private sealed class BrokerRefusal(MqttClientConnectResultCode code) : MqttCommunicationException(code switch
    {
        MqttClientConnectResultCode.ServerUnavailable => "It is not available just now (return code 3).",
        MqttClientConnectResultCode.ClientIdentifierNotValid => "It does not take the client id (return code 2).",
        MqttClientConnectResultCode.UnsupportedProtocolVersion => "It does not speak this version of MQTT (return code 1).",
        _ => $"It says {code}.",
    });

    /// <summary>The client of one attempt.</summary>
    private sealed class Connection(IMqttClient client, int number)
    {
        private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IMqttClient Client => client;

        public int Number => number;

        /// <summary>Done when the connection is gone, with the reason.</summary>
        public Task<string> Lost => _lost.Task;

        public void End(string reason) => _lost.TrySetResult(reason);
    }
}
