using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace BambuCloud.Benchmarks;

/// <summary>
/// What a watch costs: <c>Watch-BambuPrinter</c> in a PowerShell engine, from the broker to the pipeline's end, beside a bare
/// MQTTnet client that parses each payload with <see cref="JsonDocument"/>. Both hear the same broker, in turns.
/// </summary>
internal static class WatchComparison
{
    private const string Bare = "bare";
    private const string Module = "bambucloud";

    private const int WarmUp = 60_000;
    private const int Rounds = 7;
    private const int Messages = 100_000;
    private const int MessagesInAll = 1_000_000;
    private const int PacedSeconds = 10;

    // The same for both, and what the module has.
    private const int ReceiveWindow = 256 * 1024;

    private const double LeastThroughput = 0.9;
    private const double MostCpu = 1;
    private const double LongestDelay = 5;
    private const double MostGrowth = 1;

    public static async Task<int> RunAsync()
    {
        using WatchBroker broker = WatchBroker.Start();
        Counter bare = new(broker, Bare);
        Counter module = new(broker, Module);
        using IMqttClient client = await ListenAsync(broker.Mqtt, bare);
        MeasureEvent.Listener = module.Take;
        using ConnectedShell shell = new(broker.Api, broker.Mqtt);
        using IDisposable watch = shell.Start("Watch-BambuPrinter | Measure-Event");
        await Task.Delay(TimeSpan.FromSeconds(5)); // Every printer is asked for its state, little by little.
        await bare.RunAsync(WarmUp);
        await module.RunAsync(WarmUp);

        List<Cost> floor = [];
        List<Cost> ours = [];
        for (int round = 0; round < Rounds; round++)
        {
            floor.Add(await bare.RunAsync(Messages));
            ours.Add(await module.RunAsync(Messages));
        }
        double rate = Median(ours, cost => cost.Rate);
        double ratio = rate / Median(floor, cost => cost.Rate);
        double cpu = Median(ours, cost => cost.Cpu);
        double bareCpu = Median(floor, cost => cost.Cpu);
        Say(
            $"throughput: bare {Median(floor, cost => cost.Rate):N0}/s, Watch-BambuPrinter {rate:N0}/s (medians of {Rounds} rounds of "
                + $"{Messages:N0}): ratio {ratio:0.00}, floor {LeastThroughput:0.0}");
        Say($"CPU a message: bare {bareCpu:0.0} µs, Watch-BambuPrinter {cpu:0.0} µs: ratio {cpu / bareCpu:0.00}, limit {MostCpu:0.0}");

        List<double> delays = module.Delays = [];
        await module.RunAsync((int)(rate / 10) * PacedSeconds, (int)(rate / 10));
        module.Delays = null;
        delays.Sort();
        double slow = delays[(int)(delays.Count * 0.99)];
        Say(
            $"publish to pipeline at {rate / 10:N0}/s: median {delays[delays.Count / 2]:0.00} ms, p99 {slow:0.00} ms, longest "
                + $"{delays[^1]:0.0} ms, limit of p99 {LongestDelay:0} ms");

        List<double> alive = [];
        for (int seen = 0; seen <= MessagesInAll; seen += Messages)
        {
            alive.Add(GC.GetTotalMemory(forceFullCollection: true) / 1e6);
            if (seen < MessagesInAll)
            {
                await module.RunAsync(Messages);
            }
        }
        double growth = alive[^1] - alive[0];
        Say(
            $"alive after each {Messages:N0} of {MessagesInAll:N0} messages: "
                + $"{string.Join(" ", alive.Select(size => size.ToString("0.0", CultureInfo.InvariantCulture)))} MB: grew by {growth:0.0} "
                    + $"MB, limit {MostGrowth:0.0} MB");
        Say(
            $"seen: {bare.Seen:N0} of {bare.Published:N0} and {module.Seen:N0} of {module.Published:N0} messages, {module.Conflated:N0} "
                + $"of them merged");
        return ratio >= LeastThroughput && cpu / bareCpu <= MostCpu && slow < LongestDelay && growth < MostGrowth && module.Conflated == 0
            ? 0 : 1;
    }

    private static async Task<IMqttClient> ListenAsync(Uri broker, Counter counter)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message =>
        {
            using JsonDocument report = JsonDocument.Parse(message.ApplicationMessage.Payload);
            counter.Add(1);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V311).WithClientId(Bare)
            .WithTcpServer(broker.Host, broker.Port).WithTcpServer(tcp => tcp.BufferSize = ReceiveWindow).Build());
        foreach (int[] some in Enumerable.Range(0, WatchRecording.Printers).Chunk(50))
        {
            await client.SubscribeAsync(new MqttClientSubscribeOptions
            {
                TopicFilters = [.. some
                    .Select(printer => new MqttTopicFilter { Topic = $"device/{WatchRecording.DeviceId(printer)}/report" })],
            });
        }
        return client;
    }

    private static double Median(List<Cost> costs, Func<Cost, double> part) => costs.Select(part).Order().ElementAt(costs.Count / 2);

    private static void Say(string line) => Console.WriteLine(line);

    /// <summary>Messages a second, and microseconds of CPU that each one took.</summary>
    private sealed record Cost(double Rate, double Cpu);

    /// <summary>Counts what a listener has seen and tells the broker of it.</summary>
    private sealed class Counter(WatchBroker broker, string client)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private TaskCompletionSource _all = new();

        public long Published { get; private set; }

        public long Seen { get; private set; }

        public long Conflated { get; private set; }

        /// <summary>Where the delays of events go, in milliseconds.</summary>
        public List<double>? Delays { get; set; }

        // Each message changes the progress, and so does each printer's first one, which comes as a snapshot.
        public void Take(BambuPrinterEvent item)
        {
            if (item.Type is BambuPrinterEventType.ProgressChanged or BambuPrinterEventType.Snapshot)
            {
                Delays?.Add(Stopwatch.GetElapsedTime(WatchRecording.StampOf(item.Status!)).TotalMilliseconds);
                Conflated += item.Conflated;
                Add(1 + item.Conflated);
            }
        }

        public void Add(int messages)
        {
            for (; messages > 0; messages--)
            {
                Seen++;
                if (Seen % WatchBroker.Credit == 0)
                {
                    broker.Seen(client);
                }
                if (Seen == Published)
                {
                    _all.SetResult();
                }
            }
        }

        public async Task<Cost> RunAsync(int messages, int rate = 0)
        {
            messages -= messages % WatchBroker.Credit;
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Published += messages;
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            broker.Publish(client, messages, rate);
            try
            {
                await _all.Task.WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                throw new InvalidOperationException($"Of {Published} messages to '{client}' {Published - Seen} were never seen.");
            }
            return new Cost(messages / Stopwatch.GetElapsedTime(start).TotalSeconds,
                (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / messages);
        }
    }
}
