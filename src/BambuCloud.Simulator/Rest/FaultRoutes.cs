using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>/_sim/faults</c>, and the carrying out of what was ordered there.</summary>
internal sealed class FaultRoutes
{
    private const string Path = "/_sim/faults";
    private const string Page =
        "<!DOCTYPE html><html><head><title>Just a moment...</title>"
        + "<script src=\"https://challenges.cloudflare.com/turnstile/v0/api.js\"></script></head><body>Checking your browser</body></html>";

    private readonly FaultOrders _orders;
    private readonly ApiProfile _profile;

    private FaultRoutes(FaultOrders orders, ApiProfile profile)
    {
        _orders = orders;
        _profile = profile;
    }

    /// <summary>Carries out what is ordered, before anything else looks at a request.</summary>
    public static void Use(IApplicationBuilder app, FaultOrders orders, ApiProfile profile)
    {
        FaultRoutes faults = new(orders, profile);
        app.Use((HttpContext context, RequestDelegate next) => faults.HandleAsync(context, next));
    }

    public static void Map(IEndpointRouteBuilder routes, FaultOrders orders)
    {
        routes.MapPost(Path, (JsonObject body) =>
        {
            if (body.Text("route") is not { } route || !Enum.TryParse(body.Text("fault"), ignoreCase: true, out Fault fault)
                || !Enum.IsDefined(fault))
            {
                return Answers.BadRequest($"'route' and 'fault' are needed; faults are {string.Join(", ", Enum.GetNames<Fault>())}");
            }
            orders.Add(new FaultOrder(route, fault, (int?)body["times"] ?? 1, (int?)body["status"], (int?)body["code"],
                body.Text("retryAfter"), body.Text("words")));
            return Results.Ok();
        });
        routes.MapDelete(Path, orders.Clear);
    }

    private async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Path) || _orders.Take(context.Request) is not { } order)
        {
            await next(context);
        }
        else if (Answer(order) is { } answer)
        {
            if (order.RetryAfter is { } retryAfter)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }
            if (order.Fault == Fault.Html)
            {
                AddEdgeHeaders(context.Response, order.Status);
            }
            await answer.ExecuteAsync(context);
        }
        else
        {
            await BreakAsync(order.Fault, context, next);
        }
    }

    /// <summary>The whole answer that a fault consists of; null where it is the line that breaks.</summary>
    private IResult? Answer(FaultOrder order)
    {
        string words = order.Words ?? "Ordered fault";
        return order.Fault switch
        {
            Fault.Status => Error(order.Status ?? 500, order.Code ?? order.Status ?? 500, words),
            Fault.ErrorIn200 => Error(200, order.Code ?? 1005, words),
            Fault.Html => Results.Content(Page, "text/html", statusCode: order.Status ?? 403),
            Fault.Captcha => Results.Json(
                new { captchaId = "0", error = order.Words ?? "We need to confirm that you are not a robot." },
                statusCode: order.Status ?? 400),
            Fault.Empty => Results.StatusCode(order.Status ?? 403),
            Fault.Text => Results.Text(words, statusCode: order.Status ?? 400),
            Fault.Json => Results.Content(words, "application/json", statusCode: order.Status ?? 200),
            Fault.SlowDown => Results.Content(
                ObjectStorage.Refusal("SlowDown", order.Words ?? "Please reduce your request rate."), "application/xml",
                statusCode: order.Status ?? 503),
            Fault.NotJson => Results.Text("everything is fine"),
            Fault.OtherShape => Results.Json(new JsonArray(1, "two", null)),
            _ => null,
        };
    }

    private IResult Error(int status, int code, string words) =>
        Answers.Fault(_profile, status, code, words, "ORDERED_FAULT");

    /// <summary>What the edge writes on its pages. The older one, HTTP 503, does not say what it is.</summary>
    private static void AddEdgeHeaders(HttpResponse response, int? status)
    {
        response.Headers.Server = "cloudflare";
        response.Headers["cf-ray"] = $"{RandomNumberGenerator.GetHexString(16, lowercase: true)}-FRA";
        if (status != 503)
        {
            response.Headers["cf-mitigated"] = "challenge";
        }
    }

    private static async Task BreakAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        HttpResponse response = context.Response;
        switch (fault)
        {
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
