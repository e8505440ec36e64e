using System.Globalization;
using BambuCloud.Benchmarks;
using BenchmarkDotNet.Running;

// Whole processes and their memory are compared here; everything within one is BenchmarkDotNet's.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["import"]:
        return await ImportComparison.RunAsync();
    case ["watch"]:
        return await WatchComparison.RunAsync();
    case ["soak", "--minutes", var minutes, .. var rest]:
        return await Soak.RunAsync(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)), SoakOptions.Parse(rest));
    case ["tasks"]:
        return await TaskComparison.RunAsync(15);
    case ["task-memory"]:
        return TaskMemory.Run();
    case [TaskServer.Argument, var tasks]:
        return await TaskServer.ServeAsync(int.Parse(tasks, CultureInfo.InvariantCulture));
    case ["upload"]:
        return await UploadComparison.RunAsync();
    case ["ftps"]:
        return FtpsComparison.Run();
    case ["files"]:
        return FileComparison.Run();
    case [UploadServer.Argument]:
        return await UploadServer.ServeAsync();
    case [WatchBroker.Argument]:
        return await WatchBroker.ServeAsync();
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ReportBenchmarks).Assembly).Run(args);
        return 0;
}
