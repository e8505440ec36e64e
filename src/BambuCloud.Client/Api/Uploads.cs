using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>
/// Uploads to the account's storage: pre-signed <c>PUT</c>s of the bytes and of their size (rest.md, <i>Upload</i>). The storage is another
/// host: it gets no token, no cookie and no header but type, length and <c>Expect</c>.
/// </summary>
public sealed class Uploads : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private static readonly MediaTypeHeaderValue DataType = new("application/octet-stream");
    private static readonly MediaTypeHeaderValue SizeType = new("text/plain");
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(60);

    private readonly CloudApi _api;
    private readonly TimeProvider _time;
    private readonly HttpClient _storage;
    private volatile bool _isTypeless;
    private volatile bool _asksNothing;
    private volatile bool _disposed;

    internal Uploads(CloudApi api, ServerCertificates certificates, TimeProvider time)
    {
        _api = api;
        _time = time;
        SocketsHttpHandler handler = CloudHttp.Handler(certificates);
        handler.AutomaticDecompression = DecompressionMethods.None; // It would add a header.
        handler.PlaintextStreamFilter = static (connection, _) => ValueTask.FromResult<Stream>(
            new EarlyAnswerStream(connection.PlaintextStream, connection.InitialRequestMessage.Content as UploadContent));
        handler.PooledConnectionLifetime = TimeSpan.Zero; // What was refused may not have been read to its end.
        _storage = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>
    /// Sends a file: first its bytes, then its size. It is uploaded when both succeeded. What may pass (a broken connection, a
    /// stall, a fault of the storage, an address that expired) is tried again: the bytes from the start with fresh addresses, the
    /// size alone where the bytes have arrived. The document wants both to have a type, and the live storage signs addresses for none:
    /// where it refuses one, both are sent once more without, and so is all that follows in the session.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="retryCount">How often it is tried again, at most.</param>
    /// <param name="progress">Told as bytes leave.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    /// <exception cref="BambuException">
    /// The file changed or cannot be read, the storage refused it, or the cloud gave no addresses.
    /// </exception>
    public async Task<BambuFile> SendAsync(
        PrintFile file, int retryCount, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        Upload upload = new(file, progress) { IsTypeless = _isTypeless, AsksNothing = _asksNothing };
        try
        {
            return await UploadTries.Of(_time, retryCount, fault => fault is UploadException { IsTransient: true }, fault => fault.Message)
                .ExecuteAsync(async cancellation => await SendInEitherWayAsync(upload, cancellation).ConfigureAwait(false),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (UploadException failed)
        {
            throw failed.ForUser();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _storage.Dispose();
    }

    private async Task<BambuFile> SendInEitherWayAsync(Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            return await SendOnceAsync(upload, cancellationToken).ConfigureAwait(false);
        }
        catch (UploadException refused) when (!upload.HasTriedBoth && refused.Code == StorageError.SignatureDoesNotMatch)
        {
            upload.HasTriedBoth = true;
            upload.IsTypeless = !upload.IsTypeless;
            CloudTrace.Write(
                $"The storage refuses the signature of '{upload.File.Name}'; it is sent {(upload.IsTypeless ? "without" : "with")} a type");
            upload.Arrived = null;
            return await SendInEitherWayAsync(upload, cancellationToken).ConfigureAwait(false);
        }
        catch (UploadException refused) when (!upload.AsksNothing && refused.HttpStatus == (int)HttpStatusCode.ExpectationFailed)
        {
            upload.AsksNothing = true;
            CloudTrace.Write($"The storage, or a proxy before it, knows no 'Expect'; '{upload.File.Name}' is sent without");
            return await SendInEitherWayAsync(upload, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<BambuFile> SendOnceAsync(Upload upload, CancellationToken cancellationToken)
    {
        PrintFile file = upload.File;
        if (upload.Arrived is not { } urls)
        {
            urls = await GetUrlsAsync(file, cancellationToken).ConfigureAwait(false);
            await PutDataAsync(upload, urls.Data, cancellationToken).ConfigureAwait(false);
            upload.Arrived = urls;
        }
        try
        {
            if (urls.Size is not null)
            {
                await PutSizeAsync(upload, urls.Size, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (UploadException expired) when (expired.IsExpired)
        {
            upload.Arrived = null; // Other addresses are for another object: its bytes have to be sent too.
            throw;
        }
        _isTypeless = upload.IsTypeless;
        _asksNothing = upload.AsksNothing;
        return new BambuFile { FileName = file.Name, Length = file.Length, FileUrl = new Uri(urls.Data.GetLeftPart(UriPartial.Path)) };
    }

    private async Task<UploadUrls> GetUrlsAsync(PrintFile file, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.GetUploadUrls) { Subject = file.Path }
            .WithQuery(("filename", file.Name), ("size", file.Length.ToString(CultureInfo.InvariantCulture)));
        UploadAnswer answer = await _api.SendAsync(call, CloudJson.Default.UploadAnswer, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        if (answer.Urls is null or [] && !string.IsNullOrEmpty(answer.UploadUrl))
        {
            return new UploadUrls(Checked(answer.UploadUrl, "upload_url"), null);
        }
        return new UploadUrls(Pick("filename"), Pick("size"));

        Uri Pick(string type) => Checked(answer.Urls?.FirstOrDefault(url => url?.Type == type)?.Url, type);

        Uri Checked(string? text, string type)
        {
            Uri url = Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) ? parsed
                : throw CloudFault.Unexpected(call, $"has no address of type '{type}'");
            return url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback) ? url
                : throw CloudFault.Unexpected(call, $"names an unencrypted address at '{url.Host}' for '{type}', which is refused");
        }
    }

    private async Task PutDataAsync(Upload upload, Uri url, CancellationToken cancellationToken)
    {
        PrintFile file = upload.File;
        FileStream bytes = file.OpenToSend();
        await using (bytes.ConfigureAwait(false))
        {
            file.EnsureUnchanged(bytes);
            using CancellationTokenSource stalled = new(LongestStall, _time);
            using UploadContent body = new(file, bytes, upload.IsTypeless ? null : DataType, sent =>
            {
                stalled.CancelAfter(LongestStall);
                upload.Progress?.Report(sent);
            });
            try
            {
                await PutAsync(upload, url, body, "bytes", stalled, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await body.StopAsync().ConfigureAwait(false);
            }
            file.EnsureUnchanged(bytes);
        }
    }

    private async Task PutSizeAsync(Upload upload, Uri url, CancellationToken cancellationToken)
    {
        byte[] size = Encoding.ASCII.GetBytes(upload.File.Length.ToString(CultureInfo.InvariantCulture));
        using ByteArrayContent body = new(size) { Headers = { ContentType = upload.IsTypeless ? null : SizeType } };
        using CancellationTokenSource stalled = new(LongestStall, _time);
        await PutAsync(upload, url, body, "size", stalled, cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsync(
        Upload upload, Uri url, HttpContent body, string part, CancellationTokenSource stalled, CancellationToken cancellationToken)
    {
        PrintFile file = upload.File;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
        using HttpRequestMessage request = new(HttpMethod.Put, url) { Content = body };
        // S3 says on the head what it refuses. What fits one piece is not worth the wait.
        request.Headers.ExpectContinue = body is UploadContent && file.Length > UploadContent.BlockSize && !upload.AsksNothing ? true
            : null;
        try
        {
            using HttpResponseMessage response =
                await _storage.SendOverAsync(request, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                $"PUT {part} of '{file.Name}' to {url.Host}: HTTP {(int)response.StatusCode}"));
            if (!response.IsSuccessStatusCode)
            {
                // Whatever encoding it names.
                byte[] said = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
                throw Refusal(file, part, url, response.StatusCode, Encoding.UTF8.GetString(said));
            }
            if (body is UploadContent { IsIncomplete: true })
            {
                throw Fault(file, part, string.Create(CultureInfo.InvariantCulture,
                    $"the storage '{url.Host}' answered HTTP {(int)response.StatusCode} before it had all of it"), isTransient: true);
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
        catch (HttpRequestException broken)
        {
            bool isTransient = broken.HttpRequestError is not (HttpRequestError.SecureConnectionError or HttpRequestError.InvalidResponse);
            throw Fault(file, part, $"the connection to the storage '{url.Host}' failed ({broken.HttpRequestError})", isTransient,
                cause: CloudFault.WithoutQuotes(broken));
        }
    }

    private static UploadException Refusal(PrintFile file, string part, Uri url, HttpStatusCode status, string answer)
    {
        StorageError error = StorageError.Of(answer, new Redaction(PresignedUrl.SecretsOf(url)));
        string said = error.Code.Length == 0 ? "" : $" ({error.Code}: {error.Message})";
        bool passing = status is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        return new UploadException(
            file.Path, Failed(file, part, string.Create(CultureInfo.InvariantCulture, $"the storage answered HTTP {(int)status}{said}")))
        {
            IsTransient = passing || error.IsExpired,
            IsExpired = error.IsExpired,
            HttpStatus = (int)status,
            Code = error.Code.Length == 0 ? null : error.Code,
            Said = error.Message.Length == 0 ? null : error.Message,
        };
    }

    private static UploadException Fault(PrintFile file, string part, string why, bool isTransient, Exception? cause = null) =>
        new(file.Path, Failed(file, part, why), cause) { IsTransient = isTransient };

    private static string Failed(PrintFile file, string part, string why) =>
        $"The file '{file.Path}' was not uploaded: when its {part} "
            + $"{(part == "size" ? "was sent, after its bytes had arrived" : "were sent")}, "
        + $"{why}. Nothing was started.";

    /// <summary>An upload under way.</summary>
    private sealed class Upload(PrintFile file, IProgress<UploadProgress>? progress)
    {
        public PrintFile File { get; } = file;

        public IProgress<UploadProgress>? Progress { get; } = progress;

        /// <summary>Whether the parts are sent without a type.</summary>
        public bool IsTypeless { get; set; }

        /// <summary>Whether it was sent in the other way already.</summary>
        public bool HasTriedBoth { get; set; }

        /// <summary>Whether it is sent without asking first whether it may be: RFC 9110 wants that after a 417.</summary>
        public bool AsksNothing { get; set; }

        /// <summary>The addresses of which the first has got the bytes.</summary>
        public UploadUrls? Arrived { get; set; }
    }

    /// <summary>Where the parts go; the size goes nowhere where the cloud names one address alone.</summary>
    private sealed record UploadUrls(Uri Data, Uri? Size);
}
