namespace BambuCloud.Simulator;

/// <summary>
/// The bodies of HTTP 404 and 405 in the live cloud. The gateway and the services behind it are written in several languages, and
/// each says it as its framework does.
/// </summary>
internal static class MissingRoutes
{
    public static void UseLiveMissingRoutes(this IApplicationBuilder app) => app.Use(async (HttpContext context, RequestDelegate next) =>
    {
        await next(context);
        PathString path = context.Request.Path;
        if (context.Response is { HasStarted: false, StatusCode: 404 or 405 } response
            && path.StartsWithSegments("/v1", StringComparison.Ordinal, out PathString service))
        {
            await Body(service, response.StatusCode == 404).ExecuteAsync(context);
        }
    });

    private static IResult Body(PathString service, bool unknown)
    {
        int status = unknown ? 404 : 405;
        if (service.StartsWithSegments("/iot-service", StringComparison.Ordinal))
        {
            return Answers.Detail(status, unknown ? "Not Found" : "Method Not Allowed");
        }
        return service.StartsWithSegments("/user-service", StringComparison.Ordinal)
            || service.StartsWithSegments("/design-user-service", StringComparison.Ordinal)
            ? Results.Text(unknown ? "404 page not found" : "405 method not allowed", statusCode: status)
            : Results.Json(new { error_msg = "404 Route Not Found" }, statusCode: status);
    }
}
