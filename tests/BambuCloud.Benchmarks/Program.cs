using BambuCloud.Benchmarks;
using BenchmarkDotNet.Running;

// `import` compares whole processes, which BenchmarkDotNet does not; everything else is its own.
if (args is ["import"])
{
    return await ImportComparison.RunAsync();
}
BenchmarkSwitcher.FromAssembly(typeof(ReportBenchmarks).Assembly).Run(args);
return 0;
