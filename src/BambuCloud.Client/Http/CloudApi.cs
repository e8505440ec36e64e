using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using static System.Net.Http.HttpRequestError;

namespace BambuCloud.Client.Http;

/// <summary>
/// The one way to the REST API. It alone adds the token, tries again, opens envelopes and makes errors. Redirects are not
/// followed and no cookie is kept, so the token reaches the API's host and no other.
/// </summary>
internal sealed class CloudApi : IDisposable
{
    private delegate T AnswerReader<T>(Sending sending, HttpResponseMessage response, ReadOnlySpan<byte> body);

    private const int Tries = 4;

    // An error is no longer; a list may be.
    private const int LargestError = 4096;

    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly ResiliencePropertyKey<Sending> SendingKey = new(nameof(Sending));

    private readonly HttpClient _http;
    private readonly Uri _api;
    private readonly AccessToken? _token;
    private readonly Redaction _redaction;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ResiliencePipeline<HttpResponseMessage> _tries;
    private volatile bool _disposed;

    /// <param name="api">The base address.</param>
    /// <param name="token">The token; none for signing in.</param>
    /// <param name="certificates">The trust.</param>
    /// <param name="timeout">How long a call may take in all.</param>
    /// <param name="time">The clock.</param>
    public CloudApi(Uri api, AccessToken? token, ServerCertificates certificates, TimeSpan timeout, TimeProvider time)
    {
        _api = api;
        _token = token;
        _redaction = new Redaction(token?.Secrets ?? []);
        _time = time;
        _timeout = timeout;
        _http = new HttpClient(CloudHttp.Handler(certificates))
        {
            Timeout = Timeout.InfiniteTimeSpan, // Each try has its own.
        };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token.Value);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", CloudHttp.UserAgent);
        _tries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = timeout })
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Tries - 1,
                Delay = ShortestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = LongestWait,
                ShouldHandle = attempt => ValueTask.FromResult(MayTryAgain(attempt)),
                DelayGenerator = attempt =>
                    ValueTask.FromResult(WaitOf(SendingOf(attempt.Context).Facts?.RetryAfter, attempt.AttemptNumber)),
                OnRetry = TellRetry,
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TryTimeout })
            .Build();
    }

    /// <summary>Sends the call and reads its answer.</summary>
    /// <exception cref="BambuApiException">Whatever came instead of a good answer.</exception>
    public Task<TAnswer> SendAsync<TAnswer>(CloudCall call, JsonTypeInfo<TAnswer> shape, CancellationToken cancellationToken)
        where TAnswer : CloudAnswer => SendAsync(
        call,
        (sending, response, body) =>
        {
            JsonException? otherShape = null;
            if (response.IsSuccessStatusCode)
            {
                try
                {
                    if (JsonSerializer.Deserialize(body, shape) is { Succeeded: true } answer)
                    {
                        return answer;
                    }
                }
                catch (JsonException broken)
                {
                    otherShape = new JsonException(ShownOf(call).Of(broken.Message)); // It names fields of the answer.
                }
            }
            throw FaultOf(sending, response, body) ?? CloudFault.Unexpected(call, "has another shape than this API's", otherShape);
        },
        cancellationToken);

    /// <summary>Sends a call whose success has nothing to say: its body may be empty.</summary>
    /// <exception cref="BambuApiException">Whatever came instead of a good answer.</exception>
    public Task SendAsync(CloudCall call, CancellationToken cancellationToken) => SendAsync(
        call,
        (sending, response, body) => (response.IsSuccessStatusCode && body.Length == 0) || FaultOf(sending, response, body) is not { } fault
            ? true : throw fault,
        cancellationToken);

    /// <summary>Sends a call whose success is in a cookie or in the body, whatever else the body says.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cookie">The cookie's name.</param>
    /// <param name="inBody">
    /// Finds in the body what the cookie would say; <see langword="null"/> where it may stand in the cookie alone.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BambuApiException">Whatever came instead of a good answer.</exception>
    public Task<string> SendForCookieAsync(
        CloudCall call, string cookie, Func<SignInAnswer, string?>? inBody, CancellationToken cancellationToken) => SendAsync(
        call,
        (sending, response, body) => (response.IsSuccessStatusCode ? CookieOf(response, cookie) ?? ReadOrDefault(body, inBody) : null)
            ?? throw FaultOf(sending, response, body) ?? CloudFault.Unexpected(call, $"sets no cookie '{cookie}'"),
        cancellationToken);

    /// <summary>Takes out of what an answer says what the call carried: a server may repeat it.</summary>
    public Redaction ShownOf(CloudCall call) => _redaction.With(call.Secrets);

    public void Dispose()
    {
        _disposed = true;
        _http.Dispose();
    }

    private async Task<T> SendAsync<T>(CloudCall call, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        using Sending sending = new(call, _time.GetTimestamp());
        using HttpResponseMessage response = await SendWithTriesAsync(sending, cancellationToken).ConfigureAwait(false);
        return read(sending, response, sending.Body!.Text);
    }

    // Null for an answer that says of itself that it is good.
    private BambuApiException? FaultOf(Sending sending, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        AnswerFacts facts = sending.Facts ?? AnswerFacts.Of(response, body, _time.GetUtcNow());
        return facts.IsSuccess ? null : CloudFault.Of(sending.Call, sending.Attempts, facts, ShownOf(sending.Call), _token);
    }

    private static string? CookieOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies)
            ? cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Trim() == name)
                .Select(pair => pair[1].Trim()).LastOrDefault(value => value.Length > 0)
            : null;

    private static string? ReadOrDefault(ReadOnlySpan<byte> body, Func<SignInAnswer, string?>? read)
    {
        try
        {
            return read is not null && JsonSerializer.Deserialize(body, CloudJson.Default.SignInAnswer) is { Succeeded: true } answer
                && read(answer.Data ?? answer) is { Length: > 0 } found ? found : null;
        }
        catch (JsonException)
        {
            return null; // The cookie is missing then; the error says so.
        }
    }

    private async Task<HttpResponseMessage> SendWithTriesAsync(Sending sending, CancellationToken cancellationToken)
    {
        _token?.EnsureValid(_time.GetUtcNow());
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(SendingKey, sending);
        try
        {
            return await _tries.ExecuteAsync(SendOnceAsync, context, sending).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is HttpRequestException or TimeoutRejectedException)
        {
            // Time that runs out while a further try is waited for does not hide why the last one was turned away.
            throw cause is TimeoutRejectedException && sending.Facts is { } facts
                ? CloudFault.Of(sending.Call, sending.Attempts, facts, ShownOf(sending.Call), _token)
                : CloudFault.Of(sending.Call, sending.Attempts, _api, cause);
        }
        catch (Exception closed) when (_disposed && closed is (ObjectDisposedException or OperationCanceledException)
            && !cancellationToken.IsCancellationRequested)
        {
            throw CloudFault.Closed($"{sending.Call.Endpoint} was done");
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(ResilienceContext context, Sending sending)
    {
        sending.Attempts++;
        sending.Facts = null;
        sending.Body = null;
        using HttpRequestMessage request = sending.Call.ToRequest(_api);
        long start = _time.GetTimestamp();
        HttpResponseMessage response = await _http.SendOverAsync(request, HttpCompletionOption.ResponseHeadersRead,
            context.CancellationToken).ConfigureAwait(false);
        try
        {
            sending.Body = await AnswerBody.ReadAsync(response.Content, context.CancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
        if (!response.IsSuccessStatusCode || sending.Body.Length <= LargestError)
        {
            AnswerFacts facts = AnswerFacts.Of(response, sending.Body.Text, _time.GetUtcNow());
            sending.Facts = facts.IsSuccess ? null : facts;
            sending.Refusals += response.StatusCode == HttpStatusCode.Unauthorized ? 1 : 0;
        }
        if (CloudTrace.Listener is not null)
        {
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                $"{sending.Call.Endpoint}: HTTP {(int)response.StatusCode} in {_time.GetElapsedTime(start).TotalMilliseconds:0} ms"));
        }
        return response;
    }

    // What may have reached the cloud and must not happen twice is never sent again: of a POST only what surely did not
    // arrive, or was turned away at the door (429).
    private bool MayTryAgain(RetryPredicateArguments<HttpResponseMessage> attempt)
    {
        Sending sending = SendingOf(attempt.Context);
        bool idempotent = sending.Call.Route.Idempotent;
        return attempt.Outcome switch
        {
            { Exception: HttpRequestException { HttpRequestError: SecureConnectionError or ConfigurationLimitExceeded } } => false,
            { Exception: HttpRequestException { HttpRequestError: ConnectionError or NameResolutionError } } => true,
            { Exception: HttpRequestException or TimeoutRejectedException } => idempotent,
            { Result: not null } when sending.Facts is { } facts => MayTryAgain(sending, facts),
            _ => false,
        };
    }

    private bool MayTryAgain(Sending sending, AnswerFacts facts) => CloudFault.KindOf(facts, sending.Call) switch
    {
        _ when facts.RetryAfter > LongestWaitOf(sending) => false,
        // Nobody says for how long → a try in a second would only be the next one too many. One more sign-in makes a lock-out longer.
        BambuErrorKind.RateLimited => facts.RetryAfter is not null && !sending.Call.Route.SignsIn,
        BambuErrorKind.ServiceFault => sending.Call.Route.Idempotent,
        // It passes now and then on a good token.
        BambuErrorKind.TokenRefused => sending.Call.Route.Method == HttpMethod.Get && !facts.IsOfToken && sending.Refusals == 1,
        _ => false,
    };

    // A service that says "at once", or names a time that is over, is left its time all the same, as one that says nothing.
    private static TimeSpan? WaitOf(TimeSpan? asked, int tries)
    {
        TimeSpan least = ShortestWait * (1 << tries);
        return asked < least ? least : asked;
    }

    private static ValueTask TellRetry(OnRetryArguments<HttpResponseMessage> retry)
    {
        string why = retry.Outcome is { Result: { } response }
            ? string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}") : retry.Outcome.Exception!.GetType().Name;
        CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
            $"{SendingOf(retry.Context).Call.Endpoint}: {why}; try {retry.AttemptNumber + 2} of {Tries} in "
                + $"{retry.RetryDelay.TotalSeconds:0.0} s"));
        return default;
    }

    // A wait that the call's time does not last for is not begun.
    private TimeSpan LongestWaitOf(Sending sending)
    {
        TimeSpan left = _timeout - _time.GetElapsedTime(sending.Start);
        return left < LongestWait ? left : LongestWait;
    }

    private static Sending SendingOf(ResilienceContext context) => context.Properties.GetValue(SendingKey, null!);

    /// <summary>A call on its way.</summary>
    private sealed class Sending(CloudCall call, long start) : IDisposable
    {
        private AnswerBody? _body;

        public CloudCall Call { get; } = call;

        public long Start { get; } = start;

        /// <summary>What the latest try was turned away with; null while it is under way, and for a good answer.</summary>
        public AnswerFacts? Facts { get; set; }

        public int Attempts { get; set; }

        /// <summary>How many of the tries were answered 401.</summary>
        public int Refusals { get; set; }

        /// <summary>What the latest try was answered; the one before is let go.</summary>
        public AnswerBody? Body
        {
            get => _body;
            set
            {
                _body?.Dispose();
                _body = value;
            }
        }

        public void Dispose() => Body = null;
    }
}
