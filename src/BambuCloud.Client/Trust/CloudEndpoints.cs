namespace BambuCloud.Client.Trust;

/// <summary>Where a session's cloud is (rest.md, <i>Hosts</i>).</summary>
public sealed record CloudEndpoints
{
    private const int MqttTlsPort = 8883;
    private const int MqttPlainPort = 1883;

    private CloudEndpoints(Uri api, Uri signInSite, Uri? mqtt)
    {
        Api = api;
        SignInSite = signInSite;
        Mqtt = mqtt;
    }

    /// <summary>Base address of the REST calls, with a trailing slash.</summary>
    public Uri Api { get; }

    /// <summary>Base address of the site that takes an authenticator's code (rest.md, <i>Signing in</i>), with a trailing slash.</summary>
    public Uri SignInSite { get; }

    /// <summary>
    /// The broker, scheme <c>mqtts</c> or <c>mqtt</c>, always with a port; <see langword="null"/> where another API was named without one.
    /// </summary>
    public Uri? Mqtt { get; }

    /// <summary>
    /// The region's hosts, or those that are named in their place: another API's token is nothing for the region's broker, and the other
    /// way round.
    /// </summary>
    /// <param name="region">The region.</param>
    /// <param name="api"><c>https://…</c>, or <c>http://</c> for a loopback address. It takes the sign-in site's place too.</param>
    /// <param name="mqtt"><c>mqtts://host:port</c>, or <c>mqtt://</c> for a loopback address.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidEndpoint"/>.</exception>
    public static CloudEndpoints For(BambuRegion region, Uri? api = null, Uri? mqtt = null)
    {
        (string site, string mqttHost) = region == BambuRegion.China
            ? ("bambulab.cn", "cn.mqtt.bambulab.com")
            : ("bambulab.com", "us.mqtt.bambulab.com");
        if (api is null && mqtt is not null)
        {
            throw new BambuException(BambuErrorKind.InvalidEndpoint,
                "The MQTT endpoint is named without an API endpoint: the token of the region's own cloud would go to that broker.");
        }
        mqtt ??= api is null ? new Uri($"mqtts://{mqttHost}:{MqttTlsPort}") : null;
        Uri signInSite = api ?? new Uri($"https://{site}/");
        api = Checked(api ?? new Uri($"https://api.{site}/"), "API", "https", "http");
        return new CloudEndpoints(
            WithSlash(api), WithSlash(signInSite), mqtt is null ? null : WithPort(Checked(mqtt, "MQTT", "mqtts", "mqtt")));
    }

    private static Uri WithPort(Uri mqtt) =>
        mqtt.Port >= 0 ? mqtt : new UriBuilder(mqtt) { Port = mqtt.Scheme == "mqtts" ? MqttTlsPort : MqttPlainPort }.Uri;

    private static Uri WithSlash(Uri address) => new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/" }.Uri;

    private static Uri Checked(Uri endpoint, string name, string encrypted, string plain)
    {
        string? fault = !endpoint.IsAbsoluteUri || endpoint.Host.Length == 0 ? "is not an absolute address"
            : endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0
                ? "must hold nothing but scheme, host, port and path"
            : endpoint.Scheme == encrypted || (endpoint.Scheme == plain && endpoint.IsLoopback) ? null
            : endpoint.Scheme == plain ? $"is unencrypted: '{plain}://' is for loopback addresses only"
            : $"has the scheme '{endpoint.Scheme}', not '{encrypted}'";
        return fault is null
            ? endpoint
            : throw new BambuException(BambuErrorKind.InvalidEndpoint, $"The {name} endpoint {fault}.");
    }
}
