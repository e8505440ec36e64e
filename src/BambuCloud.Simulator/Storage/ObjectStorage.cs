using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http.Features;

namespace BambuCloud.Simulator;

/// <summary>
/// The storage that uploads go to: S3 with pre-signed addresses (signature version 2). An address is good for one method, type,
/// object and time; whatever differs is refused as S3 does, in XML. Files are kept on disk until the cloud closes.
/// </summary>
internal sealed class ObjectStorage : IDisposable
{
    public const string Root = "/or-cloud-upload-sim";

    private const string KeyId = "AKIASIMULATED0000000";
    private const string DataType = "application/octet-stream";
    private const string SizeType = "text/plain";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    // What a client or HTTP itself sends with any PUT; everything else was not signed.
    private static readonly HashSet<string> OrdinaryHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Content-Type", "Connection", "Accept", "Accept-Encoding", "User-Agent", "Expect",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bambu-simulator-");
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly string _uid;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredFile> _files = [];
    private long _next = 0x5F10_0000;

    private volatile UploadType _type;

    public ObjectStorage(SimulatedAccount account, SimulatorOptions options)
    {
        _uid = account.Uid;
        _time = options.TimeProvider;
        _type = options.UploadType ?? (options.Profile == ApiProfile.Live ? UploadType.Empty : UploadType.Documented);
    }

    /// <summary>Which <c>Content-Type</c> addresses are signed over from now on.</summary>
    public UploadType Type
    {
        get => _type;
        set => _type = value;
    }

    /// <summary>The files whose both parts have arrived.</summary>
    public int CompleteCount
    {
        get
        {
            lock (_lock)
            {
                return _files.Values.Count(file => file.Complete);
            }
        }
    }

    /// <summary>Signs the two addresses of one upload, and gives it a ticket.</summary>
    public (string Ticket, string Data, string Size) Presign(string host, string fileName, long length)
    {
        string id;
        lock (_lock)
        {
            id = (_next++).ToString("X16", CultureInfo.InvariantCulture);
            _files[id] = new StoredFile(Path.Combine(_folder.FullName, id), fileName, length);
        }
        bool typed = _type == UploadType.Documented;
        return (
            id,
            Sign(host, $"{Root}/users/{_uid}/filename/{id}/{Uri.EscapeDataString(fileName)}", typed ? DataType : ""),
            Sign(host, $"{Root}/users/{_uid}/size/{id}/{length.ToString(CultureInfo.InvariantCulture)}", typed ? SizeType : ""));
    }

    /// <summary>Whether both parts of an upload have arrived; null when the ticket is unknown.</summary>
    public bool? IsComplete(string ticket)
    {
        lock (_lock)
        {
            return _files.TryGetValue(ticket, out StoredFile? file) ? file.Complete : null;
        }
    }

    /// <summary>Where an uploaded file is on disk; null unless both parts have arrived.</summary>
    public string? PathOf(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || ObjectOf(address.AbsolutePath) is not ("filename", { } id))
        {
            return null;
        }
        lock (_lock)
        {
            return _files.TryGetValue(id, out StoredFile? file) && file.Complete ? file.Path : null;
        }
    }

    /// <summary>A refusal as the storage writes it.</summary>
    public static string Refusal(string code, string message) => new XElement("Error",
        new XElement("Code", code), new XElement("Message", message), new XElement("RequestId", "SIM0000000000000")).ToString();

    /// <summary>Takes one request to the storage.</summary>
    public async Task TakeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string rawPath = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        (int Status, string Code, string Message)? fault = FaultOf(request, rawPath, out StoredFile? file, out string kind);
        if (fault is null)
        {
            fault = kind == "filename" ? await StoreAsync(request, file!) : await ConfirmAsync(request, file!);
        }
        if (fault is { } answer)
        {
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(Refusal(answer.Code, answer.Message));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private (int, string, string)? FaultOf(HttpRequest request, string rawPath, out StoredFile? file, out string kind)
    {
        file = null;
        kind = "";
        string expires = request.Query["Expires"].ToString();
        if (request.Query["AWSAccessKeyId"] != KeyId
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out long expiry))
        {
            return (403, "AccessDenied", "Access Denied");
        }
        string? unsigned = request.Headers.Keys.FirstOrDefault(name => !OrdinaryHeaders.Contains(name));
        string signature = Signature(request.Method, request.ContentType ?? "", expires, rawPath);
        if (unsigned is not null || !CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(signature), Encoding.UTF8.GetBytes(request.Query["Signature"].ToString())))
        {
            return (403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }
        if (_time.GetUtcNow().ToUnixTimeSeconds() > expiry)
        {
            return (403, "AccessDenied", "Request has expired");
        }
        (string Kind, string Id)? target = ObjectOf(rawPath);
        lock (_lock)
        {
            file = target is { } known ? _files.GetValueOrDefault(known.Id) : null;
        }
        kind = target?.Kind ?? "";
        return file is null ? (404, "NoSuchKey", "The specified key does not exist.")
            : request.ContentLength is null ? (411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
            : null;
    }

    private static async Task<(int, string, string)?> StoreAsync(HttpRequest request, StoredFile file)
    {
        if (request.ContentLength != file.Length)
        {
            return (403, "AccessDenied", "The size differs from the one that the address was signed for.");
        }
        string arriving = $"{file.Path}.part";
        await using (FileStream disk = File.Create(arriving))
        {
            await request.Body.CopyToAsync(disk, request.HttpContext.RequestAborted);
        }
        File.Move(arriving, file.Path, overwrite: true);
        file.HasData = true;
        return null;
    }

    private static async Task<(int, string, string)?> ConfirmAsync(HttpRequest request, StoredFile file)
    {
        if (request.ContentLength > 20)
        {
            return (400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");
        }
        using StreamReader reader = new(request.Body);
        string text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (text != file.Length.ToString(CultureInfo.InvariantCulture))
        {
            return (403, "AccessDenied", "The size differs from the one that the address was signed for.");
        }
        file.HasSize = true;
        return null;
    }

    private static (string Kind, string Id)? ObjectOf(string path) =>
        path.Split('/') is ["", _, "users", _, ("filename" or "size") and { } kind, { } id, _] ? (kind, id) : null;

    private string Sign(string host, string path, string type)
    {
        string expires = (_time.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string signature = Uri.EscapeDataString(Signature("PUT", type, expires, path));
        return $"{host}{path}?AWSAccessKeyId={KeyId}&Expires={expires}&Signature={signature}";
    }

    private string Signature(string method, string type, string expires, string path) =>
        Convert.ToBase64String(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{method}\n\n{type}\n{expires}\n{path}")));

    private sealed record StoredFile(string Path, string FileName, long Length)
    {
        public volatile bool HasData;
        public volatile bool HasSize;

        public bool Complete => HasData && HasSize;
    }
}
