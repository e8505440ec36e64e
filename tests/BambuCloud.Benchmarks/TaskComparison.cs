using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Benchmarks;

/// <summary>
/// 100,000 tasks in pages of twenty from loopback: <c>Get-BambuTask</c> in a PowerShell engine beside a bare
/// <see cref="HttpClient"/> that reads the same pages into the same records, in turns. The house's limits: 0.9 of its throughput, 1.5 of
/// what
/// it allocates.
/// </summary>
internal static class TaskComparison
{
    private const int Tasks = 100_000;
    private const int WarmUps = 5;
    private const double LeastThroughput = 0.9;
    private const double MostAllocated = 1.5;

    public static async Task<int> RunAsync(int rounds)
    {
        using TaskServer server = TaskServer.Start(Tasks);
        using HttpClient http = new() { BaseAddress = server.Address };
        using ConnectedShell shell = new(server.Address);
        List<Sample> floors = [];
        List<Sample> ours = [];
        for (int round = -WarmUps; round < rounds; round++)
        {
            Sample floor = await MeasureAsync(() => ReadAsync(http));
            Sample module = await MeasureAsync(() =>
            {
                shell.Run("Get-BambuTask > $null"); // Dropped as they come: a command behind it would be measured too.
                return Task.CompletedTask;
            });
            if (round >= 0)
            {
                floors.Add(floor);
                ours.Add(module);
            }
        }
        double throughput = Median(floors.Zip(ours).Select(pair => pair.First.Milliseconds / pair.Second.Milliseconds));
        double allocated = Median(floors.Zip(ours).Select(pair => pair.Second.Megabytes / pair.First.Megabytes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"bare HttpClient: {Median(floors.Select(sample => sample.Milliseconds)):0} ms, "
                + $"{Median(floors.Select(sample => sample.Megabytes)):0} MB"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Get-BambuTask:   {Median(ours.Select(sample => sample.Milliseconds)):0} ms, "
                + $"{Median(ours.Select(sample => sample.Megabytes)):0} MB"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{throughput:0.00} of the throughput (at least {LeastThroughput}), {allocated:0.00} of the allocations (at most "
                + $"{MostAllocated})"));
        return throughput >= LeastThroughput && allocated <= MostAllocated ? 0 : 1;
    }

    private static async Task ReadAsync(HttpClient http)
    {
        int seen = 0;
        for (string query = "?limit=20"; seen < Tasks;)
        {
            await using Stream body = await http.GetStreamAsync($"v1/user-service/my/tasks{query}");
            FloorPage page = (await JsonSerializer.DeserializeAsync(body, FloorJson.Default.FloorPage))!;
            foreach (FloorTask task in page.Tasks)
            {
                seen += task.ToTask().TaskId.Length > 0 ? 1 : 0;
            }
            query = $"?after={page.Tasks[^1].Id}&limit=20";
        }
    }

    private static async Task<Sample> MeasureAsync(Func<Task> work)
    {
        GC.Collect();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await work();
        return new Sample(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Sample(double Milliseconds, double Megabytes);
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
        FilamentGrams = Weight,
        FilamentMeters = Length / 100,
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
