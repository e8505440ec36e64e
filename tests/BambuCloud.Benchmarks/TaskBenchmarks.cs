using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace BambuCloud.Benchmarks;

/// <summary>
/// 100,000 tasks in pages of twenty from loopback: <c>Get-BambuTask</c> in a PowerShell engine beside a bare
/// <see cref="HttpClient"/> that reads the same pages into the same records. The house's floor is 0.7 of its throughput, which is a
/// ratio of 1.43 here.
/// </summary>
[MemoryDiagnoser]
[MedianColumn]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 5, iterationCount: 15)]
public class TaskBenchmarks : IDisposable
{
    private const int Tasks = 100_000;

    private TaskServer _server = null!;
    private HttpClient _http = null!;
    private ConnectedShell _shell = null!;

    /// <summary>A server with the tasks, and both who read them.</summary>
    [GlobalSetup]
    public void Open()
    {
        _server = TaskServer.Start(Tasks);
        _http = new HttpClient { BaseAddress = _server.Address };
        _shell = new ConnectedShell(_server.Address);
    }

    /// <summary>Closes both.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _shell.Dispose();
        _http.Dispose();
        _server.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The floor.</summary>
    [Benchmark(Baseline = true)]
    public async Task<int> BareHttpClient()
    {
        int seen = 0;
        for (string query = "?limit=20"; seen < Tasks;)
        {
            await using Stream body = await _http.GetStreamAsync($"v1/user-service/my/tasks{query}");
            FloorPage page = (await JsonSerializer.DeserializeAsync(body, FloorJson.Default.FloorPage))!;
            foreach (FloorTask task in page.Tasks)
            {
                seen += task.ToTask().TaskId.Length > 0 ? 1 : 0;
            }
            query = $"?after={page.Tasks[^1].Id}&limit=20";
        }
        return seen;
    }

    /// <summary>The cmdlet, whose objects the pipeline drops as they come.</summary>
    [Benchmark]
    public void GetBambuTask() => _shell.Run("Get-BambuTask | Out-Null");
}

internal sealed record FloorPage(IReadOnlyList<FloorTask> Tasks);

internal sealed record FloorTask(
    string Id, string DesignId, string DesignTitle, string DeviceId, string DeviceName, string ModelId, string ProfileId, string Status,
    double Weight, double Length, int CostTime, DateTime StartTime, DateTime EndTime, Uri Cover, Uri Thumbnail)
{
    public BambuTask ToTask() => new()
    {
        TaskId = Id,
        Title = DesignTitle,
        DesignId = DesignId,
        DesignTitle = DesignTitle,
        DeviceId = DeviceId,
        DeviceName = DeviceName,
        ModelId = ModelId,
        ProfileId = ProfileId,
        Status = Status == "failed" ? BambuPrintState.Failed : BambuPrintState.Finished,
        RawStatus = Status,
        Weight = Weight,
        Length = Length,
        EstimatedTime = TimeSpan.FromSeconds(CostTime),
        StartTime = StartTime.ToLocalTime(),
        EndTime = EndTime.ToLocalTime(),
        Cover = Cover,
        Thumbnail = Thumbnail,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FloorPage))]
internal sealed partial class FloorJson : JsonSerializerContext;
