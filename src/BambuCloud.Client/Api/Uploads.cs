using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;
using Polly;
using Polly.Retry;

namespace BambuCloud.Client.Api;

/// <summary>
/// Uploads to the account's storage: two pre-signed <c>PUT</c>s (rest.md, <i>Upload</i>). The storage is another host: it gets
/// no token, no cookie and no header but type and length.
/// </summary>
public sealed class Uploads : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly CloudApi _api;
    private readonly TimeProvider _time;
    private readonly HttpClient _storage;
    private volatile bool _disposed;

    internal Uploads(CloudApi api, ServerCertificates certificates, TimeProvider time)
    {
        _api = api;
        _time = time;
        SocketsHttpHandler handler = CloudHttp.Handler(certificates);
        handler.AutomaticDecompression = DecompressionMethods.None; // It would add a header.
        handler.PlaintextStreamFilter = static (connection,
            _) => ValueTask.FromResult<Stream>(new EarlyAnswerStream(connection.PlaintextStream));
        handler.PooledConnectionLifetime = TimeSpan.Zero; // Each hears one answer.
        _storage = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>
    /// Sends a file: first its bytes, then its size. It is uploaded when both succeeded. What may pass (a broken connection, a
    /// stall, a fault of the storage, an address that expired) is tried again: the bytes from the start with fresh addresses, the
    /// size alone where the bytes have arrived.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="retryCount">How often it is tried again, at most.</param>
    /// <param name="progress">Told as bytes leave.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    /// <exception cref="BambuException">
    /// The file changed or cannot be read, the storage refused it, or the cloud gave no addresses.
    /// </exception>
    public async Task<BambuFile> SendAsync(PrintFile file, int retryCount, IProgress<UploadProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ResiliencePipeline tries = new ResiliencePipelineBuilder { TimeProvider = _time }.AddRetry(new RetryStrategyOptions
        {
            // Polly wants one at least; without any, nothing is handled.
            MaxRetryAttempts = Math.Max(1, retryCount),
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            MaxDelay = LongestWait,
            ShouldHandle = attempt => ValueTask.FromResult(retryCount > 0
                && attempt.Outcome.Exception is UploadException { IsTransient: true }),
            OnRetry = retry =>
            {
                CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{retry.Outcome.Exception!.Message} Try {retry.AttemptNumber + 2} of {retryCount + 1} in "
                        + $"{retry.RetryDelay.TotalSeconds:0.0} s"));
                return default;
            },
        }).Build();
        (Uri Data, Uri Size)? uploaded = null;
        try
        {
            return await tries.ExecuteAsync(async cancellation => await SendOnceAsync(cancellation).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }
        catch (UploadException failed)
        {
            throw failed.ForUser();
        }

        async Task<BambuFile> SendOnceAsync(CancellationToken cancellation)
        {
            if (uploaded is not { } arrived)
            {
                arrived = await GetUrlsAsync(file, cancellation).ConfigureAwait(false);
                await PutDataAsync(file, arrived.Data, progress, cancellation).ConfigureAwait(false);
                uploaded = arrived;
            }
            try
            {
                await PutSizeAsync(file, arrived.Size, cancellation).ConfigureAwait(false);
            }
            catch (UploadException expired) when (expired.IsExpired)
            {
                uploaded = null; // Other addresses are for another object: its bytes have to be sent too.
                throw;
            }
            return new BambuFile
            {
                FileName = file.Name,
                Length = file.Length,
                FileUrl = new Uri(arrived.Data.GetLeftPart(UriPartial.Path))
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _storage.Dispose();
    }

    private async Task<(Uri Data, Uri Size)> GetUrlsAsync(PrintFile file, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.GetUploadUrls) { Subject = file.Path }
            .WithQuery(("filename", file.Name), ("size", file.Length.ToString(CultureInfo.InvariantCulture)));
        UploadAnswer answer = await _api.SendAsync(call, CloudJson.Default.UploadAnswer, cancellationToken).ConfigureAwait(false);
        List<UploadUrl?> urls = (answer.Data ?? answer).Urls ?? [];
        return (Pick("filename"), Pick("size"));

        Uri Pick(string type)
        {
            string? text = urls.FirstOrDefault(url => url?.Type == type)?.Url;
            Uri url = Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) ? parsed
                : throw CloudFault.Unexpected(call, $"has no address of type '{type}'");
            return url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)
                ? url
                : throw CloudFault.Unexpected(call, $"names an unencrypted address at '{url.Host}' for '{type}', which is refused");
        }
    }

    private async Task PutDataAsync(PrintFile file, Uri url, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        FileStream bytes;
        try
        {
            bytes = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw file.Unreadable(unreadable);
        }
        await using (bytes.ConfigureAwait(false))
        {
            EnsureUnchanged(file, bytes);
            using CancellationTokenSource stalled = new(LongestStall, _time);
            using UploadContent body = new(file, bytes, sent =>
            {
                stalled.CancelAfter(LongestStall);
                progress?.Report(sent);
            });
            await PutAsync(file, url, body, "bytes", stalled, cancellationToken).ConfigureAwait(false);
            EnsureUnchanged(file, bytes);
        }
    }

    private async Task PutSizeAsync(PrintFile file, Uri url, CancellationToken cancellationToken)
    {
        byte[] size = Encoding.ASCII.GetBytes(file.Length.ToString(CultureInfo.InvariantCulture));
        using ByteArrayContent body = new(size) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } };
        using CancellationTokenSource stalled = new(LongestStall, _time);
        await PutAsync(file, url, body, "size", stalled, cancellationToken).ConfigureAwait(false);
    }

    private static void EnsureUnchanged(PrintFile file, FileStream bytes)
    {
        if (bytes.Length != file.Length || File.GetLastWriteTimeUtc(file.Path) != file.LastWriteTimeUtc)
        {
            throw file.Changed();
        }
    }

    private async Task PutAsync(PrintFile file, Uri url, HttpContent body, string part, CancellationTokenSource stalled,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
        using HttpRequestMessage request = new(HttpMethod.Put, url) { Content = body };
        try
        {
            using HttpResponseMessage response = await _storage.SendOverAsync(request, HttpCompletionOption.ResponseContentRead,
                either.Token).ConfigureAwait(false);
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                $"PUT {part} of '{file.Name}' to {url.Host}: HTTP {(int)response.StatusCode}"));
            if (!response.IsSuccessStatusCode)
            {
                // Whatever encoding it names.
                byte[] said = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
                throw Refusal(file, part, url, response.StatusCode, Encoding.UTF8.GetString(said));
            }
        }
        catch (Exception closed) when (_disposed && closed is (ObjectDisposedException or OperationCanceledException)
            && !cancellationToken.IsCancellationRequested)
        {
            throw CloudFault.Closed($"'{file.Name}' was uploaded");
        }
        catch (OperationCanceledException slow) when (stalled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Fault(file, part, $"the storage '{url.Host}' took nothing for {LongestStall.TotalSeconds:0} s", isTransient: true,
                cause: slow);
        }
        catch (HttpRequestException refused) when (EarlyAnswerOf(refused) is { } answer)
        {
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                $"PUT {part} of '{file.Name}' to {url.Host}: HTTP {answer.Status} before all was sent"));
            throw answer.Status < 300
                ? Fault(file, part, string.Create(CultureInfo.InvariantCulture,
                    $"the storage '{url.Host}' answered HTTP {answer.Status} before it had all of it"), isTransient: true)
                : Refusal(file, part, url, (HttpStatusCode)answer.Status, answer.Body);
        }
        catch (HttpRequestException broken)
        {
            bool isTransient = broken.HttpRequestError is not (HttpRequestError.SecureConnectionError or HttpRequestError.InvalidResponse);
            throw Fault(file, part, $"the connection to the storage '{url.Host}' failed ({broken.HttpRequestError})", isTransient,
                cause: CloudFault.WithoutQuotes(broken));
        }
    }

    private static EarlyAnswerException? EarlyAnswerOf(Exception? broken)
    {
        while (broken is not (null or EarlyAnswerException))
        {
            broken = broken.InnerException;
        }
        return (EarlyAnswerException?)broken;
    }

    private static UploadException Refusal(PrintFile file, string part, Uri url, HttpStatusCode status, string answer)
    {
        (string code, string message) = Explain(answer, new Redaction(PresignedUrl.SecretsOf(url)));
        bool expired = message.Contains("expired", StringComparison.OrdinalIgnoreCase);
        string said = code.Length == 0 ? "" : $" ({code}: {message})";
        bool passing = status is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        return new UploadException(file.Path,
            Failed(file, part, string.Create(CultureInfo.InvariantCulture, $"the storage answered HTTP {(int)status}{said}")))
        {
            IsTransient = passing || expired,
            IsExpired = expired,
            HttpStatus = (int)status,
            Code = code.Length == 0 ? null : code,
            Said = message.Length == 0 ? null : message,
        };
    }

    private static UploadException Fault(PrintFile file, string part, string why, bool isTransient, Exception? cause = null) =>
        new(file.Path, Failed(file, part, why), cause) { IsTransient = isTransient };

    private static string Failed(PrintFile file, string part, string why) =>
        $"The file '{file.Path}' was not uploaded: when its {part} "
            + $"{(part == "size" ? "was sent, after its bytes had arrived" : "were sent")}, {why}. "
        + "Nothing was started.";

    // The storage explains itself as <Error><Code>…</Code><Message>…</Message>…</Error>; the rest would spell out the signature.
    private static (string Code, string Message) Explain(string answer, Redaction redaction)
    {
        try
        {
            using XmlReader xml = XmlReader.Create(new StringReader(answer[Math.Max(0, answer.IndexOf('<', StringComparison.Ordinal))..]),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            string code = xml.ReadToFollowing("Code") ? xml.ReadElementContentAsString() : "";
            string message = xml.Name == "Message" || xml.ReadToFollowing("Message") ? xml.ReadElementContentAsString() : "";
            return (redaction.Of(code), redaction.Of(message));
        }
        catch (XmlException)
        {
            return ("", ""); // No explanation; the status stands for itself.
        }
    }
}
