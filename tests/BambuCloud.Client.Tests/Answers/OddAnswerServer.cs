using System.Collections;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Net;
using System.Reflection;
using System.Security;
using System.Text;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BambuCloud.Client.Tests;

/// <summary>A server that gives odd answers over real HTTP, with a few sessions on it that are answered each for itself.</summary>
internal sealed class OddAnswerServer : IAsyncDisposable
{
    private const int Lanes = 4;

    /// <summary>What a list asks at the most, of which each page is the same.</summary>
    private const int MostRequests = 8;

    private readonly Lane[] _lanes = [.. Enumerable.Range(0, Lanes).Select(number => new Lane(number))];
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _asked = new();
    private string _storage = "";

    private OddAnswerServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Every endpoint that was asked so far, as method and path.</summary>
    public ICollection<string> Asked => _asked.Keys;

    public static async Task<OddAnswerServer> StartAsync(CancellationToken cancellation)
    {
        OddAnswerServer cloud = new();
        await cloud._app.StartAsync(cancellation);
        Uri address = new(cloud._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        cloud._storage = new Uri(address, "storage").AbsoluteUri;
        foreach (Lane lane in cloud._lanes)
        {
            lane.Session = await CloudSession.OpenAsync(
                new CloudSessionOptions { AccessToken = TestTokens.Jwt(), ApiEndpoint = new Uri(address, lane.Path) }, cancellation);
        }
        return cloud;
    }

    /// <summary>
    /// Tries every case: each has to end with an object whose every property can be read, or with the error of a call.
    /// </summary>
    public Task TryAsync(OddBatch batch, CancellationToken cancellation) => Task.WhenAll(_lanes.Select(async lane =>
    {
        for (int number = lane.Number; number < batch.Cases.Count; number += Lanes)
        {
            await TryAsync(batch.Cases[number], lane, cancellation);
        }
    }));

    /// <summary>Calls with the answer, a list's further pages being empty, and lets every error through.</summary>
    public async Task CallAsync(OddCase odd, CancellationToken cancellation)
    {
        _lanes[0].Answer(odd, _storage);
        _lanes[0].Once = true;
        Read(await odd.Endpoint.CallAsync(_lanes[0].Session!, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Lane lane in _lanes.Where(lane => lane.Session is not null))
        {
            await lane.Session!.DisposeAsync();
        }
        await _app.DisposeAsync();
    }

    private async Task TryAsync(OddCase odd, Lane lane, CancellationToken cancellation)
    {
        lane.Answer(odd, _storage);
        try
        {
            object? answer = await odd.Endpoint.CallAsync(lane.Session!, cancellation);
            Assert.True(odd.Status == 200, "An error answer was taken for a good one.");
            Read(answer);
        }
        catch (BambuException told)
        {
            Read(told);
            Assert.True(odd.Status == 200 || (told as BambuApiException)?.HttpStatus == odd.Status, "The error does not tell the status.");
        }
        Assert.True(lane.Requests <= MostRequests, $"It was asked {lane.Requests} times.");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/storage", StringComparison.Ordinal))
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            return;
        }
        PathString path = default;
        Lane lane = _lanes.First(lane => context.Request.Path.StartsWithSegments(lane.Path, StringComparison.Ordinal, out path));
        _asked.TryAdd($"{context.Request.Method} {path}", 0);
        if (path == $"/v1/iot-service/api/user/task/{Endpoint.ForbiddenTask}")
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("""{"message":"permission denied","code":8,"error":"Resource forbidden"}""",
                context.RequestAborted);
            return;
        }
        if (path == lane.Missing)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (++lane.Requests > MostRequests)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest; // It would never end.
            return;
        }
        if (lane.Once && lane.Requests > 1 && !path.Value!.EndsWith("/user/bind", StringComparison.Ordinal)
            && !path.Value.EndsWith("/tfa", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync("""{"code":0,"message":"Success"}""", context.RequestAborted);
            return;
        }
        context.Response.StatusCode = lane.Status;
        context.Response.ContentType = lane.ContentType;
        context.Response.ContentLength = lane.Body.Length;
        context.Response.Headers.RetryAfter = "600"; // Too long: no error answer is asked for again.
        await context.Response.Body.WriteAsync(lane.Body, context.RequestAborted);
    }

    private static void Read(object? value)
    {
        switch (value)
        {
            case null or string or SecureString:
                break;
            case Uri address:
                _ = address.AbsoluteUri;
                break;
            case IReadOnlyDictionary<string, object?> fields:
                Assert.All(fields, field => Assert.True(IsPlain(field.Value), $"'{field.Key}' is a {field.Value?.GetType()}"));
                break;
            case IEnumerable items:
                foreach (object? item in items)
                {
                    Read(item);
                }
                break;
            case BambuException error:
                Assert.NotEmpty(error.Message);
                Read((error as BambuApiException)?.Details);
                break;
            case { } when value.GetType().Namespace == nameof(BambuCloud):
                Assert.NotNull(value.ToString());
                foreach (PropertyInfo property in value.GetType().GetProperties())
                {
                    object? found = property.GetValue(value);
                    Read(property.PropertyType.Namespace == nameof(BambuCloud) || found is Uri or IEnumerable ? found : null);
                }
                break;
        }
    }

    private static bool IsPlain(object? value) => value switch
    {
        null or string or bool or long or double => true,
        ReadOnlyCollection<object?> items => items.All(IsPlain),
        ReadOnlyDictionary<string, object?> members => members.Values.All(IsPlain),
        _ => false,
    };

    /// <summary>One session and what it is answered.</summary>
    private sealed class Lane(int number)
    {
        public int Number { get; } = number;

        public PathString Path { get; } = $"/{number}";

        public CloudSession? Session { get; set; }

        public int Status { get; private set; } = 200;

        public string ContentType { get; private set; } = "application/json";

        public byte[] Body { get; private set; } = Encoding.ASCII.GetBytes(ScriptedCloud.NoDevices);

        public int Requests { get; set; }

        public bool Once { get; set; }

        public string? Missing { get; private set; }

        public void Answer(OddCase odd, string storage)
        {
            byte[] body = odd.Answer.ToBytes();
            Status = odd.Status;
            ContentType = odd.ContentType;
            Body = body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Endpoint.Storage)) < 0
                ? body
                : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace(Endpoint.Storage, storage, StringComparison.Ordinal));
            Requests = 0;
            Missing = odd.Endpoint.Missing;
        }
    }
}
