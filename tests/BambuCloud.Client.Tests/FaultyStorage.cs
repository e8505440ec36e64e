using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>What a storage does with one <c>PUT</c> whose head it has read.</summary>
internal delegate Task StorageAct(FaultyStorage.Put put, CancellationToken closing);

/// <summary>A cloud that hands out numbered addresses of a storage, and the storage, which does as it is told in turn.</summary>
internal sealed class FaultyStorage : IAsyncDisposable
{
    public const string Secret = "S1gn4tur3-that-nobody-may-see";

    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<StorageAct> _acts;
    private readonly ConcurrentQueue<Put> _puts = [];
    private int _addresses;

    private readonly string _scheme;

    public FaultyStorage(ScriptedCloud cloud, StorageAct[] acts, SslStreamCertificateContext? certificate = null)
    {
        Cloud = cloud;
        _acts = new(acts);
        _scheme = certificate is null ? "http" : "https";
        _listener = new LoopbackListener(ServeAsync, certificate);
        Cloud.Server.Answer();
        Cloud.Server.Script = _ =>
        {
            int pair = Interlocked.Increment(ref _addresses);
            return ScriptedAnswer
                .Ok(
                    $$"""
                        {"message":"success","code":null,"urls":[{"type":"filename","url":"{{Url("data", pair)}}"},{"type":"size",
                        "url":"{{Url("size", pair)}}"}]}
                        """);
        };
    }

    public ScriptedCloud Cloud { get; }

    /// <summary>What was put where, in order: <c>data 1</c> is the file's address of the first pair.</summary>
    public IReadOnlyList<string> Puts => [.. _puts.Select(put => put.Name)];

    /// <summary>Every name of a header that came.</summary>
    public IReadOnlyList<string> HeaderNames =>
        [.. _puts.SelectMany(put => put.Headers.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    /// <summary>The types that came, in order; empty where there was none.</summary>
    public IReadOnlyList<string> Types => [.. _puts.Select(put => put.Headers.GetValueOrDefault("Content-Type", ""))];

    /// <summary>How many bytes of bodies came over the line in all.</summary>
    public long BytesRead => _puts.Sum(put => put.BytesRead);

    /// <summary>Whether it has never heard of <c>Expect: 100-continue</c>.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>How many pairs of addresses were asked for.</summary>
    public int Pairs => Volatile.Read(ref _addresses);

    /// <summary>The acts are played one for each <c>PUT</c>; whatever comes after them is taken.</summary>
    public static async Task<FaultyStorage> OpenAsync(params StorageAct[] acts) => new(await ScriptedCloud.OpenAsync(), acts);

    /// <summary>One act more.</summary>
    public void Add(StorageAct act) => _acts.Enqueue(act);

    public Task<BambuFile> SendAsync(string path, int retryCount, IProgress<UploadProgress>? progress = null,
        CancellationToken? cancellation = null) =>
        Cloud.Session.Uploads.SendAsync(PrintFile.Open(path), retryCount, progress, cancellation ?? TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        await _listener.DisposeAsync();
    }

    /// <summary>Reads all and says yes.</summary>
    public static Task TakeAsync(Put put, CancellationToken closing) => Answer(200)(put, closing);

    /// <summary>Reads all, then answers.</summary>
    public static StorageAct Answer(int status, string body = "", params string[] headers) => async (put, closing) =>
    {
        await put.ReadAsync(put.Length, closing);
        await put.AnswerAsync(status, body, headers, closing);
    };

    /// <summary>Answers when it has read no more than so many bytes, then closes.</summary>
    public static StorageAct AnswerEarly(int status, string body = "", long read = 0) => async (put, closing) =>
    {
        await put.ReadAsync(read, closing);
        await put.AnswerAsync(status, body, [], closing);
    };

    /// <summary>
    /// Answers when it has read a MiB, in two pieces with another MiB between them. Whatever comes behind the answer is read and counted.
    /// </summary>
    /// <param name="answer">The answer, with a <c>|</c> where it is cut.</param>
    public static StorageAct AnswerInPieces(string answer) => async (put, closing) =>
    {
        foreach (string piece in answer.Split('|'))
        {
            await put.ReadAsync(1 << 20, closing);
            await put.Stream.WriteAsync(Encoding.Latin1.GetBytes(piece), closing);
        }
        await put.DrainAsync(closing);
    };

    /// <summary>Answers at once, and neither reads nor closes.</summary>
    public static StorageAct AnswerAndWait(int status, string body) => async (put, closing) =>
    {
        await put.AnswerAsync(status, body, [], closing);
        await Task.Delay(Timeout.Infinite, closing);
    };

    /// <summary>
    /// Refuses a request whose type is not the one that the address was signed over: on its head, or, deaf, when it has read so many bytes.
    /// Whatever comes behind the answer is read and counted. Any other request is taken.
    /// </summary>
    public static StorageAct SignedOver(string type, long read = 0) => async (put, closing) =>
    {
        if (put.Headers.GetValueOrDefault("Content-Type", "") == type)
        {
            await TakeAsync(put, closing);
            return;
        }
        await put.ReadAsync(read, closing);
        await put.AnswerAsync(403, "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>", [], closing);
        await put.DrainAsync(closing);
    };

    /// <summary>Reads so many bytes and closes.</summary>
    public static StorageAct Cut(long read) => (put, closing) => put.ReadAsync(read, closing);

    /// <summary>Reads so many bytes and resets the connection.</summary>
    public static StorageAct Reset(long read) => async (put, closing) =>
    {
        await put.ReadAsync(read, closing);
        ((NetworkStream)put.Stream).Socket.LingerState = new LingerOption(true, 0);
    };

    private string Url(string kind, int pair) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{_scheme}://127.0.0.1:{_listener.Port}/{kind}/{pair}?AWSAccessKeyId=AKIA&Expires=1&Signature={Secret}");

    private async Task ServeAsync(Stream stream, int connection, CancellationToken closing)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!(head.Count >= 4 && head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray())))
        {
            if (await stream.ReadAsync(one, closing) == 0)
            {
                return;
            }
            head.Add(one[0]);
        }
        Put put = new(stream, Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            IsDeaf = IsDeaf,
        };
        _puts.Enqueue(put);
        await (_acts.TryDequeue(out StorageAct? act) ? act : TakeAsync)(put, closing);
    }

    /// <summary>A <c>PUT</c> that has begun.</summary>
    internal sealed class Put(Stream stream, string[] head)
    {
        public Stream Stream { get; } = stream;

        /// <summary><c>data 1</c>, <c>size 2</c>, …</summary>
        public string Name { get; } = head[0].Split(' ')[1].Split('?')[0].TrimStart('/').Replace('/', ' ');

        public IReadOnlyDictionary<string, string> Headers { get; } =
            head.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim(),
                StringComparer.OrdinalIgnoreCase);

        public long Length => long.Parse(Headers["Content-Length"], CultureInfo.InvariantCulture);

        /// <summary>Whether nobody answers its <c>Expect: 100-continue</c>.</summary>
        public bool IsDeaf { get; init; }

        /// <summary>How many bytes of the body were read.</summary>
        public long BytesRead { get; private set; }

        public async Task ReadAsync(long length, CancellationToken closing)
        {
            if (length > 0 && BytesRead == 0 && !IsDeaf && Headers.ContainsKey("Expect"))
            {
                await Stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), closing);
            }
            byte[] block = new byte[64 * 1024];
            for (long read = 0; read < length;)
            {
                int got = await Stream.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, length - read)), closing);
                read += got > 0 ? got : throw new EndOfStreamException();
                BytesRead += got;
            }
        }

        /// <summary>Counts what comes until the other side closes.</summary>
        public async Task DrainAsync(CancellationToken closing)
        {
            byte[] block = new byte[64 * 1024];
            while (await Stream.ReadAsync(block, closing) is > 0 and int got)
            {
                BytesRead += got;
            }
        }

        public async Task AnswerAsync(int status, string body, string[] headers, CancellationToken closing)
        {
            string text = string.Create(CultureInfo.InvariantCulture,
                $"HTTP/1.1 {status} Scripted\r\nConnection: close\r\nContent-Type: application/xml\r\nContent-Length: "
                    + $"{body.Length}\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n{body}");
            await Stream.WriteAsync(Encoding.Latin1.GetBytes(text), closing);
        }
    }
}
