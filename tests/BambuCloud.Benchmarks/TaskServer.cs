using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BambuCloud.Benchmarks;

/// <summary>
/// A history of tasks that costs its server next to nothing: one page's text is kept and only the ids in it change. It runs in a
/// process of its own, so that neither its work nor its memory counts for what is measured.
/// </summary>
internal sealed class TaskServer : IDisposable
{
    public const string Argument = "serve-tasks";

    private const int PageSize = 20;
    private const string IdPattern = "\"id\":\"";
    private const int IdLength = 9;

    private readonly Process _process;

    private TaskServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static TaskServer Start(int tasks)
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(TaskServer).Assembly.Location, Argument, tasks.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        return new TaskServer(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>What the process does: says its address and serves until it is ended.</summary>
    public static async Task<int> ServeAsync(int tasks)
    {
        byte[] page = Encoding.ASCII.GetBytes(Page(tasks, Math.Min(PageSize, tasks)));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.Run(context => context.Request.Path.Value!.EndsWith("/bind", StringComparison.Ordinal)
            ? context.Response.WriteAsync("""{"message":"success","code":null,"error":null,"devices":[]}""")
            : WriteAsync(context, page, tasks));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static Task WriteAsync(HttpContext context, byte[] page, int tasks)
    {
        // Ids count down to 1; the cursor is the id before.
        int first = context.Request.Query.TryGetValue("after", out var after) ? int.Parse(after!, CultureInfo.InvariantCulture) - 1 : tasks;
        byte[] body = page.AsSpan().ToArray();
        int position = 0;
        for (int id = first; id > first - PageSize && id > 0; id--)
        {
            position = body.AsSpan(position).IndexOf(Encoding.ASCII.GetBytes(IdPattern)) + position + IdPattern.Length;
            id.TryFormat(body.AsSpan(position, IdLength), out _, "D9", CultureInfo.InvariantCulture);
        }
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static string Page(int total, int count)
    {
        string task = """
            {"id":"000000000","designId":"012345678","designTitle":"Cube","deviceId":"01234567890ABCD","deviceName":"P1S 3",
            "modelId":"012345678","profileId":"012345678","status":"failed","weight":12.5,"length":1850.2,"costTime":3600,
            "startTime":"2024-10-24T10:00:00Z","endTime":"2024-10-24T11:00:00Z","cover":"https://cdn.example/cover.png",
            "thumbnail":"https://cdn.example/thumbnail.png"}
            """.Trim();
        return $$"""
            {"tasks":[{{string.Join(',', Enumerable.Repeat(task, count))}}],"hits":{"total":{"relation":"eq","value":{{total}} } } }
            """;
    }
}
