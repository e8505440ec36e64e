using System.Net;
using System.Net.Security;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Http;

/// <summary>What every HTTP connection of the client has in common.</summary>
internal static class CloudHttp
{
    /// <summary>Who asks, honestly, and where to read about it (rest.md, <i>Hosts</i>).</summary>
    public static string UserAgent { get; } =
        $"BambuCloud/{typeof(CloudHttp).Assembly.GetName().Version!.ToString(3)} (+https://github.com/bambucloud/BambuCloud)";

    /// <summary>
    /// No redirect, no cookie, no tracing: neither its header, nor the request and its token to whoever listens. The given trust.
    /// </summary>
    public static SocketsHttpHandler Handler(ServerCertificates certificates) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        Proxy = new ProxyBeyondLoopback(),
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // Weeks of a session follow changes of DNS.
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = ServerCertificates.Protocols,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => certificates.IsTrusted(certificate, chain, errors),
        },
    };

    /// <summary>
    /// Sends a request. A connection that was not made in time is told as one that cannot be made, not as a cancellation.
    /// </summary>
    /// <exception cref="HttpRequestException">No connection, none that lasted, or no answer that HTTP knows.</exception>
    public static async Task<HttpResponseMessage> SendOverAsync(
        this HttpClient http, HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException slow) when (slow.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, slow.Message, slow);
        }
    }

    /// <summary>The system's proxy, but never for loopback: what goes there unencrypted must not leave this computer.</summary>
    private sealed class ProxyBeyondLoopback : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => HttpClient.DefaultProxy.Credentials;
            set => throw new NotSupportedException("The system's proxy is used as it is set up.");
        }

        public Uri? GetProxy(Uri destination) => HttpClient.DefaultProxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || HttpClient.DefaultProxy.IsBypassed(host);
    }
}
