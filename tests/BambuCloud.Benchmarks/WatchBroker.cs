using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BambuCloud.Benchmarks;

/// <summary>
/// A broker that costs next to nothing, so that what is measured is who listens: packets made beforehand go to the line as fast as
/// it takes them, or at a rate. It drops nothing, and is never further ahead of a listener than <see cref="Ahead"/>. It runs in a
/// process of its own and answers the two REST calls that come before a watch.
/// </summary>
internal sealed class WatchBroker : IDisposable
{
    public const string Argument = "serve-printers";

    /// <summary>So many messages at a time a listener says that it has seen.</summary>
    public const int Credit = 250;

    /// <summary>So many messages may be under way: fewer than the module keeps without merging any.</summary>
    public const int Ahead = 12 * Credit;

    private readonly Process _process;

    private WatchBroker(Process process)
    {
        _process = process;
        Api = new Uri(process.StandardOutput.ReadLine()!);
        Mqtt = new Uri(process.StandardOutput.ReadLine()!);
    }

    public Uri Api { get; }

    public Uri Mqtt { get; }

    public static WatchBroker Start() => new(Process.Start(new ProcessStartInfo("dotnet", [typeof(WatchBroker).Assembly.Location, Argument])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    /// <summary>Publishes to the client whose id begins like this.</summary>
    /// <param name="client">The beginning of its id.</param>
    /// <param name="messages">How many.</param>
    /// <param name="rate">Messages a second; 0 for as many as it takes.</param>
    public void Publish(string client, int messages, int rate = 0) =>
        Say(string.Create(CultureInfo.InvariantCulture, $"publish {client} {messages} {rate}"));

    /// <summary>Says that a client has seen another <see cref="Credit"/> messages.</summary>
    public void Seen(string client) => Say($"seen {client}");

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>What the process does: says its addresses and obeys until its input ends.</summary>
    public static async Task<int> ServeAsync()
    {
        ConcurrentDictionary<string, Line> lines = new();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ListenOptions? http = null;
        ListenOptions? mqtt = null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => http = listen);
            kestrel.Listen(IPAddress.Loopback, 0, listen => (mqtt = listen).Run(connection => AnswerAsync(connection, lines)));
        });
        WebApplication app = builder.Build();
        string devices = string.Join(',', Enumerable.Range(0, WatchRecording.Printers).Select(printer =>
            $$"""
                {"dev_id":"{{WatchRecording.DeviceId(printer)}}","name":"P1S {{printer}}","online":true,"print_status":"RUNNING",
                "dev_model_name":"C12","dev_product_name":"P1S","dev_access_code":"12345678"}
                """));
        app.Run(context => context.Response.WriteAsync($$"""{"message":"success","code":null,"error":null,"devices":[{{devices}}]}"""));
        await app.StartAsync();
        Console.WriteLine($"http://127.0.0.1:{http!.IPEndPoint!.Port}");
        Console.WriteLine($"mqtt://127.0.0.1:{mqtt!.IPEndPoint!.Port}");
        WatchRecording recording = new();
        Task publishing = Task.CompletedTask;
        while (await Console.In.ReadLineAsync() is { } order)
        {
            string[] words = order.Split(' ');
            Line line = lines.First(known => known.Key.StartsWith(words[1], StringComparison.Ordinal)).Value;
            if (words[0] == "seen")
            {
                line.Credits.Release();
                continue;
            }
            await publishing;
            int[] numbers = [.. words[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            publishing = Task.Run(() => line.PublishAsync(recording, numbers[0], numbers[1]));
        }
        return 0;
    }

    private void Say(string order)
    {
        lock (_process)
        {
            _process.StandardInput.WriteLine(order);
        }
    }

    private static async Task AnswerAsync(ConnectionContext connection, ConcurrentDictionary<string, Line> lines)
    {
        using Line line = new(connection.Transport.Output);
        PipeReader input = connection.Transport.Input;
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            ReadOnlySequence<byte> rest = read.Buffer;
            while (TryRead(ref rest, out byte kind, out byte[] content))
            {
                switch (kind >> 4)
                {
                    case 1: // CONNECT: the id stands behind protocol name, level, flags and keep-alive.
                        lines[Encoding.UTF8.GetString(content, 12, (content[10] << 8) | content[11])] = line;
                        await line.WriteAsync([0x20, 2, 0, 0]);
                        break;
                    case 8: // SUBSCRIBE: everything is granted.
                        int topics = CountTopics(content);
                        await line.WriteAsync([0x90, (byte)(2 + topics), content[0], content[1], .. new byte[topics]]);
                        break;
                    case 12: // PINGREQ
                        await line.WriteAsync([0xD0, 0]);
                        break;
                }
            }
            input.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static bool TryRead(ref ReadOnlySequence<byte> rest, out byte kind, out byte[] content)
    {
        SequenceReader<byte> reader = new(rest);
        content = [];
        if (!reader.TryRead(out kind))
        {
            return false;
        }
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (!reader.TryRead(out byte part))
            {
                return false;
            }
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                break;
            }
        }
        if (reader.Remaining < length)
        {
            return false;
        }
        content = reader.UnreadSequence.Slice(0, length).ToArray();
        rest = reader.UnreadSequence.Slice(length);
        return true;
    }

    private static int CountTopics(byte[] subscribe)
    {
        int topics = 0;
        for (int at = 2; at < subscribe.Length; at += 2 + ((subscribe[at] << 8) | subscribe[at + 1]) + 1)
        {
            topics++;
        }
        return topics;
    }

    /// <summary>The way to a client.</summary>
    private sealed class Line(PipeWriter output) : IDisposable
    {
        private const int BytesAtOnce = 32 * 1024;

        private readonly SemaphoreSlim _writing = new(1);

        public SemaphoreSlim Credits { get; } = new(Ahead / Credit);

        public void Dispose()
        {
            _writing.Dispose();
            Credits.Dispose();
        }

        public async Task WriteAsync(byte[] packet)
        {
            await _writing.WaitAsync();
            await output.WriteAsync(packet);
            _writing.Release();
        }

        public async Task PublishAsync(WatchRecording recording, int messages, int rate)
        {
            long start = Stopwatch.GetTimestamp();
            for (int sent = 0; sent < messages;)
            {
                int due = rate == 0 ? messages : Math.Min(messages, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate));
                if (due <= sent)
                {
                    await Task.Delay(1);
                    continue;
                }
                if (sent % Credit == 0)
                {
                    await Credits.WaitAsync();
                }
                int until = Math.Min(due, sent - (sent % Credit) + Credit);
                await _writing.WaitAsync();
                while (sent < until)
                {
                    output.Write(recording.Next());
                    sent++;
                    if (output.UnflushedBytes > BytesAtOnce)
                    {
                        await output.FlushAsync();
                    }
                }
                await output.FlushAsync();
                _writing.Release();
            }
        }
    }
}
