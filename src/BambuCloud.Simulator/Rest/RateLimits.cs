using System.Globalization;

namespace BambuCloud.Simulator;

/// <summary>
/// Refuses what comes too often, each kind of request by its own count, as people have reported it of the live service. The
/// documented answer says when to come back; the live one does not.
/// </summary>
internal sealed class RateLimits(TimeProvider time, ApiProfile profile, bool enabled)
{
    private readonly Limit _devices = new(time, 120, TimeSpan.FromMinutes(1));
    private readonly Limit _signIns = new(time, 5, TimeSpan.FromMinutes(1));
    private readonly Limit _uploads = new(time, 10, TimeSpan.FromHours(1));

    public volatile bool Enabled = enabled;

    /// <summary>Counts a request.</summary>
    /// <returns>Its refusal when it is one too many.</returns>
    public IResult? Count(HttpContext context)
    {
        if (!Enabled || LimitOf(context.Request) is not { } limit || limit.Take() is not { } left)
        {
            return null;
        }
        if (profile == ApiProfile.Documented)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
        return Answers.Fault(profile, 429, 429, "Too many requests", "RATE_LIMITED");
    }

    private Limit? LimitOf(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("POST", SignInRoutes.Login or SignInRoutes.Tfa) => _signIns,
        ("GET", UploadRoutes.Path) => _uploads,
        ("GET", DeviceRoutes.Bind or DeviceRoutes.Info or DeviceRoutes.Version or PrintRoutes.Path) => _devices,
        _ => null,
    };

    private sealed class Limit(TimeProvider time, int most, TimeSpan span)
    {
        private readonly Lock _lock = new();
        private readonly Queue<DateTimeOffset> _taken = [];

        /// <summary>Takes one turn. When there is none, it says how long until there is one.</summary>
        public TimeSpan? Take()
        {
            lock (_lock)
            {
                DateTimeOffset now = time.GetUtcNow();
                while (_taken.TryPeek(out DateTimeOffset oldest) && oldest <= now - span)
                {
                    _taken.Dequeue();
                }
                if (_taken.Count >= most)
                {
                    return _taken.Peek() + span - now;
                }
                _taken.Enqueue(now);
                return null;
            }
        }
    }
}

/// <summary>The place of <see cref="RateLimits"/> in the pipeline.</summary>
internal static class RateLimitExtensions
{
    public static void UseRateLimits(this IApplicationBuilder app, RateLimits limits) =>
        app.Use((HttpContext context, RequestDelegate next) =>
            limits.Count(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context));
}
