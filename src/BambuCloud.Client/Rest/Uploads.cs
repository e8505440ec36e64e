using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using BambuCloud.Client.Contracts;

namespace BambuCloud.Client;

/// <summary>
/// Uploads to the account's storage: two pre-signed <c>PUT</c>s (rest.md, <i>Upload</i>). The storage is another host: it gets
/// no token, no cookie and no header but type and length.
/// </summary>
public sealed class Uploads : IDisposable
{
    private readonly CloudApi _api;
    private readonly HttpClient _storage;
    private volatile bool _disposed;

    internal Uploads(CloudApi api, ServerCertificates certificates)
    {
        _api = api;
        SocketsHttpHandler handler = CloudHttp.Handler(certificates);
        handler.AutomaticDecompression = DecompressionMethods.None; // It would add a header.
        _storage = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a file: first its bytes, then its size. It is uploaded when both succeeded.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told as bytes leave.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    /// <exception cref="BambuException">The file changed, the storage refused it, or the cloud gave no addresses.</exception>
    public async Task<BambuFile> SendAsync(PrintFile file, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        (Uri dataUrl, Uri sizeUrl) = await GetUrlsAsync(file, cancellationToken).ConfigureAwait(false);
        await PutDataAsync(file, dataUrl, progress, cancellationToken).ConfigureAwait(false);
        byte[] size = Encoding.ASCII.GetBytes(file.Length.ToString(CultureInfo.InvariantCulture));
        using ByteArrayContent sizeBody = new(size) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } };
        await PutAsync(file, sizeUrl, sizeBody, "size", cancellationToken).ConfigureAwait(false);
        return new BambuFile
        {
            FileName = file.Name,
            Length = file.Length,
            FileUrl = new Uri(dataUrl.GetLeftPart(UriPartial.Path)),
        };
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
            Uri url = Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) ? parsed : throw CloudFault.Unexpected(call, $"has no address of type '{type}'");
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
            bytes = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw PrintFile.Fault(BambuErrorKind.FileUnreadable, file.Path, $"cannot be read: {unreadable.Message}", unreadable);
        }
        await using (bytes.ConfigureAwait(false))
        {
            EnsureUnchanged(file, bytes);
            using UploadContent body = new(file, bytes, progress);
            await PutAsync(file, url, body, "data", cancellationToken).ConfigureAwait(false);
            EnsureUnchanged(file, bytes);
        }
    }

    private static void EnsureUnchanged(PrintFile file, FileStream bytes)
    {
        if (bytes.Length != file.Length || File.GetLastWriteTimeUtc(file.Path) != file.LastWriteTimeUtc)
        {
            throw PrintFile.Fault(BambuErrorKind.FileUnreadable, file.Path, "changed while it was uploaded. Send it again when it is complete.");
        }
    }

    private async Task PutAsync(PrintFile file, Uri url, HttpContent body, string part, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, url) { Content = body };
        try
        {
            using HttpResponseMessage response = await _storage.SendOverAsync(request, cancellationToken).ConfigureAwait(false);
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture, $"PUT {part} of '{file.Name}' to {url.Host}: HTTP {(int)response.StatusCode}"));
            if (!response.IsSuccessStatusCode)
            {
                string answer = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                throw UploadFault(file, part, string.Create(CultureInfo.InvariantCulture, $"the storage answered HTTP {(int)response.StatusCode}{Explain(answer)}"));
            }
        }
        catch (Exception closed) when (_disposed && closed is (ObjectDisposedException or OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            throw CloudFault.Closed($"'{file.Name}' was uploaded");
        }
        catch (HttpRequestException broken) when (broken.InnerException is FileChangedException)
        {
            throw PrintFile.Fault(BambuErrorKind.FileUnreadable, file.Path, "changed while it was uploaded. Send it again when it is complete.", broken);
        }
        catch (HttpRequestException broken)
        {
            throw UploadFault(file, part, $"the connection to the storage '{url.Host}' failed ({broken.HttpRequestError})", broken);
        }
    }

    private static BambuException UploadFault(PrintFile file, string part, string why, Exception? cause = null) => PrintFile.Fault(
        BambuErrorKind.UploadFailed, file.Path, $"was not uploaded: {why} when its {part} was sent. Nothing was started; send it again.", cause);

    // The storage explains itself as <Error><Code>…</Code><Message>…</Message>…</Error>; the rest would spell out the signature.
    private static string Explain(string answer)
    {
        try
        {
            using XmlReader xml = XmlReader.Create(new StringReader(answer), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            string code = xml.ReadToFollowing("Code") ? xml.ReadElementContentAsString() : "";
            string message = xml.Name == "Message" || xml.ReadToFollowing("Message") ? xml.ReadElementContentAsString() : "";
            return code.Length == 0 ? "" : $" ({code}: {PresignedUrl.WithoutQuery(message)})";
        }
        catch (XmlException)
        {
            return ""; // No explanation; the status stands for itself.
        }
    }
}
