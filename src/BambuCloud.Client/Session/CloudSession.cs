using BambuCloud.Client.Api;
using BambuCloud.Client.Http;
using BambuCloud.Client.Live;
using BambuCloud.Client.Texts;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Session;

/// <summary>A signed-in account: the way to everything else. It is safe to use from several threads at once.</summary>
public sealed class CloudSession : IAsyncDisposable
{
    private readonly CloudApi _api;
    private readonly AccessToken _token;
    private readonly ServerCertificates _certificates;
    private readonly TimeProvider _time;
    private readonly BrokerOptions? _broker;
    private readonly object _lock = new();
    private SharedLink? _connection;
    private Printers? _printers;
    private bool _closed;

    private CloudSession(
        BambuSession info, CloudApi api, AccessToken token, ServerCertificates certificates, TimeProvider time)
    {
        _token = token;
        _time = time;
        Info = info;
        _api = api;
        _certificates = certificates;
        _broker = info.MqttEndpoint is { } broker ? BrokerAt(broker, info.Uid, token, certificates, time) : null;
        Account = new Account(api);
        Devices = new Devices(api, time);
        Prints = new Prints(api, time);
        Projects = new Projects(api);
        Tasks = new Tasks(api);
        Notifications = new Notifications(api);
        Messages = new Messages(api);
        Uploads = new Uploads(api, certificates, time);
    }

    /// <summary>What may be shown of the session.</summary>
    public BambuSession Info { get; }

    /// <summary>Who is signed in.</summary>
    public Account Account { get; }

    /// <summary>The account's printers.</summary>
    public Devices Devices { get; }

    /// <summary>Print jobs.</summary>
    public Prints Prints { get; }

    /// <summary>The account's projects.</summary>
    public Projects Projects { get; }

    /// <summary>The history.</summary>
    public Tasks Tasks { get; }

    /// <summary>Uploads to the account's storage.</summary>
    public Uploads Uploads { get; }

    /// <summary>Messages to the account.</summary>
    public Notifications Notifications { get; }

    /// <summary>Messages to the account, as the live service has them.</summary>
    public Messages Messages { get; }

    /// <summary>
    /// The printers' live events, over one MQTT connection that stands as long as somebody watches. Nothing of MQTT is loaded
    /// before the first use.
    /// </summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.SessionClosed"/> or <see cref="BambuErrorKind.BrokerNotNamed"/>.
    /// </exception>
    public Printers Printers
    {
        get
        {
            EnsureBroker();
            lock (_lock)
            {
                return _closed
                    ? throw new BambuException(BambuErrorKind.SessionClosed, "The session is closed.")
                    : _printers ??= new Printers(_connection = Link(), Devices.ListAsync, Tasks, _time);
            }
        }
    }

    /// <summary>The broker; <see langword="null"/> where the session has none, or is closed.</summary>
    internal BrokerOptions? Broker
    {
        get
        {
            lock (_lock)
            {
                return _closed ? null : _broker;
            }
        }
    }

    /// <summary>
    /// Checks the token with one call and opens the session. A token that names its account is checked with the device list, an
    /// opaque one with <c>my/preference</c>, which says the account.
    /// </summary>
    /// <exception cref="BambuException">
    /// The token, the endpoints or the certificate file are unusable, or the cloud did not accept the token.
    /// </exception>
    public static async Task<CloudSession> OpenAsync(CloudSessionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        CloudEndpoints endpoints = CloudEndpoints.For(options.Region, options.ApiEndpoint, options.MqttEndpoint);
        AccessToken token = new(options.AccessToken, options.IssuedAt, options.ExpiresAt);
        TimeProvider time = options.TimeProvider;
        token.EnsureValid(time.GetUtcNow());
        ServerCertificates certificates = new(options.CACertificatePath);
        CloudApi api = new(endpoints.Api, token, certificates, options.Timeout, time);
        try
        {
            string? uid = token.Uid;
            if (uid is null)
            {
                uid = await new Account(api).GetUidAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await new Devices(api, time).ListAsync(cancellationToken).ConfigureAwait(false);
            }
            BambuSession info = new()
            {
                Region = options.Region,
                Account = options.Account,
                Uid = uid,
                ApiEndpoint = endpoints.Api,
                MqttEndpoint = endpoints.Mqtt,
                ConnectedAt = time.GetUtcNow().LocalDateTime,
                IssuedAt = token.IssuedAt?.LocalDateTime,
                ExpiresAt = token.ExpiresAt?.LocalDateTime,
            };
            if (options is { CodeTexts: true, ApiEndpoint: null })
            {
                CodeTable.Vendors.BeginLoading();
            }
            return new CloudSession(info, api, token, certificates, time);
        }
        catch
        {
            api.Dispose();
            certificates.Dispose();
            throw;
        }
    }

    private SharedLink Link() => new(
        _broker!, new Redaction(_token.Secrets), () => _token.TakeExpiryWarning(_time.GetUtcNow()), _time);

    private static BrokerOptions BrokerAt(Uri broker, string uid, AccessToken token, ServerCertificates certificates, TimeProvider time)
    {
        Redaction redaction = new(token.Secrets);
        return new BrokerOptions
        {
            Address = broker,
            UserName = $"u_{uid}",
            Password = token.Value,
            IsTrusted = certificates.IsTrusted,
            EnsureValid = () => token.EnsureValid(time.GetUtcNow()),
            Refused = said => new BambuException(BambuErrorKind.TokenRefused,
                $"The broker '{broker.Authority}' refuses the access token ({said}).{token.IssuedText}"),
            Redacted = redaction.Of,
        };
    }

    /// <summary>Ends what needs a broker where the session has none, before any host is asked.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.BrokerNotNamed"/>.</exception>
    public void EnsureBroker()
    {
        if (Info.MqttEndpoint is null)
        {
            throw new BambuException(BambuErrorKind.BrokerNotNamed,
                $"The API '{Info.ApiEndpoint.Authority}' was named without its broker, which tells of printers and takes commands.")
            {
                Subject = Info.ApiEndpoint.Authority,
            };
        }
    }

    /// <summary>From seven days before the token's end: that it ends, once.</summary>
    public BambuException? TakeExpiryWarning() => _token.TakeExpiryWarning(_time.GetUtcNow());

    /// <summary>
    /// Closes every connection of the session. Commands that still run on it end with <see cref="BambuErrorKind.SessionClosed"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        SharedLink? printers;
        lock (_lock)
        {
            _closed = true;
            printers = _connection;
        }
        if (printers is not null)
        {
            await printers.DisposeAsync().ConfigureAwait(false);
        }
        Uploads.Dispose();
        _api.Dispose();
        _certificates.Dispose();
    }
}
