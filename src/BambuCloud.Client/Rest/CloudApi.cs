using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BambuCloud.Client.Contracts;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace BambuCloud.Client;

/// <summary>
/// The one way to the REST API. It alone adds the token, tries again, opens envelopes and makes errors. Redirects are not
/// followed and no cookie is kept, so the token reaches the API's host and no other.
/// </summary>
internal sealed class CloudApi : IDisposable
{
    private const int Tries = 4;
    private const long LargestAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly ResiliencePropertyKey<CloudCall> CallKey = new(nameof(CloudCall));

    private readonly HttpClient _http;
    private readonly Uri _api;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _tries;
    private volatile bool _disposed;

    public CloudApi(Uri api, AccessToken token, ServerCertificates certificates, TimeProvider time)
    {
        _api = api;
        _time = time;
        _http = new HttpClient(CloudHttp.Handler(certificates))
        {
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = Timeout.InfiniteTimeSpan, // Each try has its own.
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.UserAgent.Add(CloudHttp.UserAgent);
        _tries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Tries - 1,
                Delay = TimeSpan.FromMilliseconds(250),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = LongestWait,
                ShouldHandle = attempt => ValueTask.FromResult(MayTryAgain(attempt)),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } response ? CloudFault.RetryAfterOf(response, time.GetUtcNow()) : null),
                OnRetry = TellRetry,
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TryTimeout })
            .Build();
    }

    /// <summary>Sends the call and reads its answer.</summary>
    /// <exception cref="BambuApiException">Whatever came instead of a good answer.</exception>
    public async Task<TAnswer> SendAsync<TAnswer>(CloudCall call, JsonTypeInfo<TAnswer> shape, CancellationToken cancellationToken)
        where TAnswer : CloudAnswer
    {
        using HttpResponseMessage response = await SendWithTriesAsync(call, cancellationToken).ConfigureAwait(false);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (CloudFault.Of(call, response, body, _time.GetUtcNow()) is { } fault)
        {
            throw fault;
        }
        try
        {
            return JsonSerializer.Deserialize(body, shape)!;
        }
        catch (JsonException otherShape)
        {
            throw CloudFault.Unexpected(call, "has another shape than this API's", otherShape);
        }
    }

    /// <summary>Sends a call whose success has nothing to say: its body may be empty.</summary>
    /// <exception cref="BambuApiException">Whatever came instead of a good answer.</exception>
    public async Task SendAsync(CloudCall call, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendWithTriesAsync(call, cancellationToken).ConfigureAwait(false);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!(response.IsSuccessStatusCode && body.Length == 0) && CloudFault.Of(call, response, body, _time.GetUtcNow()) is { } fault)
        {
            throw fault;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _http.Dispose();
    }

    private async Task<HttpResponseMessage> SendWithTriesAsync(CloudCall call, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, call);
        try
        {
            return await _tries.ExecuteAsync(SendOnceAsync, context, call).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is HttpRequestException or TimeoutRejectedException)
        {
            throw CloudFault.Of(call, _api, cause);
        }
        catch (Exception closed) when (_disposed && closed is (ObjectDisposedException or OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            throw CloudFault.Closed($"{call.Endpoint} was done");
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(ResilienceContext context, CloudCall call)
    {
        using HttpRequestMessage request = call.ToRequest(_api);
        long start = _time.GetTimestamp();
        HttpResponseMessage response = await _http.SendOverAsync(request, context.CancellationToken).ConfigureAwait(false);
        CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
            $"{call.Endpoint}: HTTP {(int)response.StatusCode} in {_time.GetElapsedTime(start).TotalMilliseconds:0} ms"));
        return response;
    }

    // What may have reached the cloud and must not happen twice is never sent again: of a POST only what surely did not
    // arrive, or was turned away at the door (429).
    private bool MayTryAgain(RetryPredicateArguments<HttpResponseMessage> attempt)
    {
        bool idempotent = attempt.Context.Properties.TryGetValue(CallKey, out CloudCall? call) && call.Idempotent;
        return attempt.Outcome switch
        {
            { Exception: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded } } => false,
            { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => true,
            { Exception: HttpRequestException or TimeoutRejectedException } => idempotent,
            { Result: { } response } when CloudFault.RetryAfterOf(response, _time.GetUtcNow()) > LongestWait => false,
            { Result.StatusCode: HttpStatusCode.TooManyRequests } => true,
            { Result.StatusCode: >= HttpStatusCode.InternalServerError } => idempotent,
            _ => false,
        };
    }

    private static ValueTask TellRetry(OnRetryArguments<HttpResponseMessage> retry)
    {
        string endpoint = retry.Context.Properties.TryGetValue(CallKey, out CloudCall? call) ? call.Endpoint : "";
        string why = retry.Outcome is { Result: { } response } ? $"HTTP {(int)response.StatusCode}" : retry.Outcome.Exception!.GetType().Name;
        CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
            $"{endpoint}: {why}; try {retry.AttemptNumber + 2} of {Tries} in {retry.RetryDelay.TotalSeconds:0.0} s"));
        return default;
    }
}
