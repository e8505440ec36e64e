using System.Globalization;
using BambuCloud.Client.Live;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Time.Testing;

namespace BambuCloud.Benchmarks;

/// <summary>
/// What an event costs on its way to a reader, without a least interval and with one: with one printer and with a thousand.
/// </summary>
[MemoryDiagnoser]
public class EventQueueBenchmarks
{
    private const int EventsOfEach = 10;

    private readonly FakeTimeProvider _time = new();
    private BambuPrinterEvent[] _events = [];
    private EventQueue _queue = null!;

    /// <summary>How many printers tell something in turn.</summary>
    [Params(1, 1000)]
    public int Printers { get; set; }

    /// <summary>Progress of each printer, ten times a second.</summary>
    [GlobalSetup]
    public void Begin() => _events = [.. Enumerable.Range(0, Printers).Select(printer => new BambuPrinterEvent
    {
        DeviceId = string.Create(CultureInfo.InvariantCulture, $"01P00A{printer:D9}"),
        Timestamp = DateTime.UnixEpoch,
        Type = BambuPrinterEventType.ProgressChanged,
    })];

    /// <summary>The floor: each event is kept and read.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = EventsOfEach)]
    public ValueTask<int> KeepAll() => PassAsync(new EventQueue(int.MaxValue), TimeSpan.Zero);

    /// <summary>With a least interval of a second one of the ten is let through, and stands for the others.</summary>
    [Benchmark(OperationsPerInvoke = EventsOfEach)]
    public ValueTask<int> KeepOneInASecond() =>
        PassAsync(new EventQueue(int.MaxValue, TimeSpan.FromSeconds(1), _time), TimeSpan.FromSeconds(0.1));

    private async ValueTask<int> PassAsync(EventQueue queue, TimeSpan pause)
    {
        _queue = queue;
        for (int round = 0; round < EventsOfEach; round++)
        {
            foreach (BambuPrinterEvent item in _events)
            {
                _queue.Add(item);
            }
            _time.Advance(pause);
        }
        _queue.End();
        int read = 0;
        await foreach (BambuPrinterEvent _ in _queue.ReadAllAsync(CancellationToken.None))
        {
            read++;
        }
        return read;
    }
}
