using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>What goes wrong in place of an answer.</summary>
public enum Fault
{
    /// <summary>An error answer with a given HTTP status.</summary>
    Status,

    /// <summary>HTTP 200 whose body carries an error code.</summary>
    ErrorIn200,

    /// <summary>An edge's challenge page in HTML.</summary>
    Html,

    /// <summary>HTTP 200 with text that is no JSON.</summary>
    NotJson,

    /// <summary>HTTP 200 with JSON of another shape.</summary>
    OtherShape,

    /// <summary>A good answer that breaks off in the middle.</summary>
    Cut,

    /// <summary>The connection is reset before anything is done.</summary>
    Reset,

    /// <summary>Everything is done, and the connection is reset in place of the answer.</summary>
    Lost,

    /// <summary>No answer ever comes.</summary>
    Stall,

    /// <summary>A good answer, a second late.</summary>
    Late,
}

/// <summary>One order: the next requests of a route go wrong.</summary>
/// <param name="Route"><c>GET /v1/…</c>; a <c>*</c> at the end stands for any rest.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Times">How often.</param>
/// <param name="Status">The HTTP status of <see cref="Simulator.Fault.Status"/> and <see cref="Simulator.Fault.Html"/>.</param>
/// <param name="Code">The cloud's code in the body.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header: seconds or a date.</param>
public sealed record FaultOrder(string Route, Fault Fault, int Times = 1, int? Status = null, int? Code = null, string? RetryAfter = null);

/// <summary>The orders that wait to be carried out, oldest first.</summary>
internal sealed class FaultOrders
{
    private readonly Lock _lock = new();
    private readonly List<(FaultOrder Order, int Left)> _orders = [];

    public void Add(FaultOrder order)
    {
        lock (_lock)
        {
            _orders.Add((order, order.Times));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _orders.Clear();
        }
    }

    public FaultOrder? Take(HttpRequest request)
    {
        string route = $"{request.Method} {request.Path}";
        lock (_lock)
        {
            int index = _orders.FindIndex(waiting => waiting.Order.Route is [.. var start, '*']
                ? route.StartsWith(start, StringComparison.Ordinal)
                : route == waiting.Order.Route);
            if (index < 0)
            {
                return null;
            }
            (FaultOrder order, int left) = _orders[index];
            if (left > 1)
            {
                _orders[index] = (order, left - 1);
            }
            else
            {
                _orders.RemoveAt(index);
            }
            return order;
        }
    }
}

/// <summary><c>/_sim/faults</c>, and the carrying out of what was ordered there.</summary>
internal static class FaultRoutes
{
    private const string Path = "/_sim/faults";
    private const string Page =
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";

    public static void MapFaults(this IEndpointRouteBuilder routes, FaultOrders faults)
    {
        routes.MapPost(Path, (JsonObject body) =>
        {
            if (body.Text("route") is not { } route || !Enum.TryParse(body.Text("fault"), ignoreCase: true, out Fault fault)
                || !Enum.IsDefined(fault))
            {
                return Answers.BadRequest($"'route' and 'fault' are needed; faults are {string.Join(", ", Enum.GetNames<Fault>())}");
            }
            faults.Add(new FaultOrder(route, fault, (int?)body["times"] ?? 1, (int?)body["status"], (int?)body["code"],
                body.Text("retryAfter")));
            return Results.Ok();
        });
        routes.MapDelete(Path, faults.Clear);
    }

    public static void UseFaults(this IApplicationBuilder app, FaultOrders faults) =>
        app.Use(async (HttpContext context, RequestDelegate next) =>
    {
        if (context.Request.Path.StartsWithSegments(Path) || faults.Take(context.Request) is not { } order)
        {
            await next(context);
            return;
        }
        await CarryOutAsync(order, context, next);
    });

    private static async Task CarryOutAsync(FaultOrder order, HttpContext context, RequestDelegate next)
    {
        HttpResponse response = context.Response;
        switch (order.Fault)
        {
            case Fault.Status:
                if (order.RetryAfter is not null)
                {
                    response.Headers.RetryAfter = order.RetryAfter;
                }
                await Answers.Fault(order.Status ?? 500, order.Code ?? order.Status
                    ?? 500, "Ordered fault", "ORDERED_FAULT").ExecuteAsync(context);
                break;
            case Fault.ErrorIn200:
                await Answers.Fault(200, order.Code ?? 1005, "Ordered fault", "ORDERED_FAULT").ExecuteAsync(context);
                break;
            case Fault.Html:
                await Results.Content(Page, "text/html", statusCode: order.Status ?? 403).ExecuteAsync(context);
                break;
            case Fault.NotJson:
                await Results.Text("everything is fine").ExecuteAsync(context);
                break;
            case Fault.OtherShape:
                await Results.Json(new JsonArray(1, "two", null)).ExecuteAsync(context);
                break;
            case Fault.Cut:
                response.ContentType = "application/json";
                response.ContentLength = 4096;
                await response.WriteAsync("""{"message":"success","code":null,"dev""", context.RequestAborted);
                await response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            case Fault.Reset:
                context.Abort();
                break;
            case Fault.Lost:
                Stream wire = response.Body;
                response.Body = Stream.Null;
                await next(context);
                response.Body = wire;
                context.Abort();
                break;
            case Fault.Stall:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case Fault.Late:
                await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await next(context);
                break;
        }
    }
}
