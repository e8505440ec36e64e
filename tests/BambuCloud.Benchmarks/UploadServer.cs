using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BambuCloud.Benchmarks;

/// <summary>A cloud whose storage reads what it is sent and drops it, in a process of its own.</summary>
internal sealed class UploadServer : IDisposable
{
    public const string Argument = "serve-uploads";

    private readonly Process _process;

    private UploadServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static UploadServer Start()
    {
        Process process = Process
            .Start(new ProcessStartInfo("dotnet", [typeof(UploadServer).Assembly.Location, Argument]) { RedirectStandardOutput = true })!;
        return new UploadServer(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>What the process does: says its address and serves until it is ended.</summary>
    public static async Task<int> ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        WebApplication app = builder.Build();
        string address = "";
        app.Run(async context =>
        {
            if (context.Request.Method == HttpMethods.Put)
            {
                await DropAsync(context.Request.Body);
                return;
            }
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(context.Request.Path.Value!.EndsWith("/upload", StringComparison.Ordinal)
                ? $$"""
                    {"message":"success","code":null,"error":null,"urls":[{"type":"filename","url":"{{address}}/data?Signature=x"},
                    {"type":"size","url":"{{address}}/size?Signature=x"}]}
                    """
                : """{"message":"success","code":null,"error":null,"devices":[]}""");
        });
        await app.StartAsync();
        address = app.Urls.First();
        Console.WriteLine(address);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static async Task DropAsync(Stream body)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(256 * 1024);
        while (await body.ReadAsync(block) > 0)
        {
            // Dropped.
        }
        ArrayPool<byte>.Shared.Return(block);
    }
}
