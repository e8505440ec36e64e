using System.Text;
using System.Text.Json;
using BambuCloud.Client.Reports;
using BenchmarkDotNet.Attributes;

namespace BambuCloud.Benchmarks;

/// <summary>Merging a printer's report into its state, beside only reading its JSON.</summary>
[MemoryDiagnoser]
public class ReportBenchmarks
{
    private static readonly byte[] Delta = Encoding.UTF8.GetBytes(
        """{"print":{"nozzle_temper":219.97,"bed_temper":59.9,"mc_percent":46,"layer_num":24,"command":"push_status","msg":1,"sequence_id":"2021"}}""");

    private readonly List<BambuPrinterEvent> _events = [];
    private PrinterState _state = null!;

    /// <summary>A printer in its print.</summary>
    [GlobalSetup]
    public void Begin()
    {
        byte[] full = Encoding.UTF8.GetBytes(
            """{"print":{"gcode_state":"RUNNING","mc_percent":45,"layer_num":23,"total_layer_num":50,"task_id":"1","nozzle_temper":220,"command":"push_status","msg":0}}""");
        _state = PrinterStateEngine.Apply(PrinterState.Of("01P00A000000001", online: true), full, DateTime.UnixEpoch, _events, out _, out _);
    }

    /// <summary>The floor: every token of the report is read, nothing is done with it.</summary>
    [Benchmark(Baseline = true)]
    public int ReadJson()
    {
        Utf8JsonReader json = new(Delta);
        int tokens = 0;
        while (json.Read())
        {
            tokens++;
        }
        return tokens;
    }

    /// <summary>The report is merged and compared, and its events are made.</summary>
    [Benchmark]
    public int MergeDelta()
    {
        _events.Clear();
        PrinterStateEngine.Apply(_state, Delta, DateTime.UnixEpoch, _events, out _, out _);
        return _events.Count;
    }
}
