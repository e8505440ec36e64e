namespace BambuCloud.Simulator;

/// <summary>What goes wrong in place of an answer.</summary>
public enum Fault
{
    /// <summary>An error answer with a given HTTP status.</summary>
    Status,

    /// <summary>HTTP 200 whose body carries an error code.</summary>
    ErrorIn200,

    /// <summary>An edge's challenge page in HTML, with the headers of the edge.</summary>
    Html,

    /// <summary>A sign-in that wants a captcha solved: HTTP 400 with a <c>captchaId</c>.</summary>
    Captcha,

    /// <summary>An error answer without a body.</summary>
    Empty,

    /// <summary>An error answer whose body is plain text.</summary>
    Text,

    /// <summary>An answer whose body is the JSON that is given as its words.</summary>
    Json,

    /// <summary>The storage's refusal of too many requests, in XML.</summary>
    SlowDown,

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
/// <param name="Status">The HTTP status, where the fault does not have one of its own.</param>
/// <param name="Code">The cloud's code in the body.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header: seconds or a date.</param>
/// <param name="Words">What the answer says; for <see cref="Fault.Json"/> all of it.</param>
public sealed record FaultOrder(
    string Route, Fault Fault, int Times = 1, int? Status = null, int? Code = null, string? RetryAfter = null, string? Words = null);

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
