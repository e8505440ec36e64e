using System.Net.Http.Headers;
using System.Net.Security;

namespace BambuCloud.Client;

/// <summary>What every HTTP connection of the client has in common.</summary>
internal static class CloudHttp
{
    public static readonly ProductInfoHeaderValue UserAgent = new("BambuCloud", typeof(CloudHttp).Assembly.GetName().Version!.ToString(3));

    /// <summary>No redirect, no cookie, no tracing header; the given trust.</summary>
    public static SocketsHttpHandler Handler(ServerCertificates certificates) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // Weeks of a session follow changes of DNS.
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => certificates.IsTrusted(certificate, chain, errors),
        },
    };
}
