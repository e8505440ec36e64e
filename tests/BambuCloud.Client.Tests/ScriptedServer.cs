using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace BambuCloud.Client.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ScriptedRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Path => Target.Split('?')[0];

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)
            .FirstOrDefault();

    public override string ToString() => $"{Method} {Target}";
}

/// <summary>What the server does with a request.</summary>
internal sealed record ScriptedAnswer(int Status, string Body = "", string ContentType = "application/json")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How the body is written.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>The connection ends after so many bytes of the announced body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The connection is reset in place of an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>The answer comes when this is done.</summary>
    public Task Held { get; init; } = Task.CompletedTask;

    public static ScriptedAnswer Ok(string body) => new(200, body);

    public static ScriptedAnswer ConnectionReset { get; } = new(0) { Reset = true };

    public static ScriptedAnswer Html(int status) =>
        new(status, "<!DOCTYPE html><html><title>Just a moment...</title>challenge-page-content</html>", "text/html; charset=UTF-8");
}

/// <summary>An HTTP server that answers as it is told and remembers what it was sent, byte for byte.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<ScriptedRequest> _requests = [];

    public ScriptedServer(Func<ScriptedRequest, ScriptedAnswer> script, SslStreamCertificateContext? certificate = null)
    {
        Script = script;
        _listener = new LoopbackListener(ServeAsync, certificate);
        Address = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{_listener.Port}/");
    }

    public Uri Address { get; }

    public Func<ScriptedRequest, ScriptedAnswer> Script { get; set; }

    /// <summary>Called with the head of a request before its body is read.</summary>
    public Action<ScriptedRequest>? HeadArrived { get; set; }

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>Answers with the given ones in turn; the last one stays.</summary>
    public void Answer(params ScriptedAnswer[] answers)
    {
        _requests.Clear();
        int next = 0;
        Script = _ => answers[Math.Min(next++, answers.Length - 1)];
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Stream stream, int connection, CancellationToken closing)
    {
        if (await ReadHeadAsync(stream, closing) is not { } request)
        {
            return;
        }
        HeadArrived?.Invoke(request);
        byte[] body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, closing);
        request = request with { Body = body };
        _requests.Enqueue(request);
        ScriptedAnswer answer = Script(request);
        await answer.Held.WaitAsync(closing);
        if (answer.Reset)
        {
            ((NetworkStream)stream).Socket.LingerState = new LingerOption(true, 0);
            return;
        }
        await WriteAsync(stream, answer, closing);
    }

    private static async Task<ScriptedRequest?> ReadHeadAsync(Stream stream, CancellationToken closing)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!(head.Count >= 4 && head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray())))
        {
            if (await stream.ReadAsync(one, closing) == 0)
            {
                return null;
            }
            head.Add(one[0]);
        }
        string[] lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] start = lines[0].Split(' ');
        return new ScriptedRequest(start[0], start[1],
            [.. lines.Skip(1).Select(line => line.Split(':', 2)).Select(parts => (parts[0], parts[1].Trim()))], []);
    }

    private static async Task WriteAsync(Stream stream, ScriptedAnswer answer, CancellationToken closing)
    {
        byte[] body = answer.Encoding.GetBytes(answer.Body);
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {answer.Status} Scripted\r\nConnection: close\r\nContent-Type: {answer.ContentType}\r\nContent-Length: "
                + $"{body.Length}\r\n");
        foreach ((string name, string value) in answer.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), closing);
        await stream.WriteAsync(body.AsMemory(0, answer.CutAfter ?? body.Length), closing);
    }
}
