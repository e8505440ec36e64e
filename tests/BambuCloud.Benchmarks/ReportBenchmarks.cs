using System.Text;
using System.Text.Json;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;
using BenchmarkDotNet.Attributes;

namespace BambuCloud.Benchmarks;

/// <summary>Merging a printer's report into its state, beside only reading its JSON.</summary>
[MemoryDiagnoser]
public class ReportBenchmarks
{
    private static readonly PrinterStateEngine Engine = new(Redaction.OfNone);

    private const string Delta = """
        {"print":{"nozzle_temper":219.97,"bed_temper":59.9,"mc_percent":46,"layer_num":24,
        "command":"push_status","msg":1,"sequence_id":"2021"}}
        """;

    private readonly List<BambuPrinterEvent> _events = [];
    private byte[] _report = [];
    private PrinterState _state = null!;

    /// <summary>What changed, or the whole state.</summary>
    [Params("delta", "full")]
    public string Report { get; set; } = "";

    /// <summary>A printer in its print.</summary>
    [GlobalSetup]
    public void Begin()
    {
        PrinterState unknown = PrinterState.Of("01P00A000000001", online: true);
        _state = Engine.Apply(unknown, LargeReport.Make(percent: 45), DateTimeOffset.UnixEpoch, _events, out _, out _);
        _report = Report == "full" ? LargeReport.Make(percent: 46) : Encoding.UTF8.GetBytes(Delta);
    }

    /// <summary>The floor: every token of the report is read, nothing is done with it.</summary>
    [Benchmark(Baseline = true)]
    public int ReadJson()
    {
        Utf8JsonReader json = new(_report);
        int tokens = 0;
        while (json.Read())
        {
            tokens++;
        }
        return tokens;
    }

    /// <summary>The report is merged and compared, and its events are made.</summary>
    [Benchmark]
    public int Merge()
    {
        _events.Clear();
        Engine.Apply(_state, _report, DateTimeOffset.UnixEpoch, _events, out _, out _);
        return _events.Count;
    }
}
