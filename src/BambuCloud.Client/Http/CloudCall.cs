using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BambuCloud.Client.Http;

/// <summary>One call of the REST API.</summary>
/// <param name="Route">The endpoint.</param>
/// <param name="Id">The id in its path, where it has one.</param>
internal sealed record CloudCall(Route Route, string? Id = null)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private string _query = "";
    private IReadOnlyList<(string Name, string Value)> _headers = [];
    private byte[]? _body;

    /// <summary>The printer, file or task that the call is about; errors name it.</summary>
    public string? Subject { get; init; } = Id;

    /// <summary>The secrets in its body.</summary>
    public IReadOnlyList<string> Secrets { get; private init; } = [];

    /// <summary>Method and path: what may be shown of the call.</summary>
    public string Endpoint { get; } = $"{Route.Method} {Route.PathFor(Id)}";

    /// <summary>
    /// Whether nobody knows what became of it without an answer: it is never sent again. The start of a print has an error of its own for
    /// that.
    /// </summary>
    public bool IsInDoubt => !Route.Idempotent && !Route.SignsIn && Route != Route.StartPrint;

    /// <summary>The call with these query parameters and no others; those without a value are left out.</summary>
    public CloudCall WithQuery(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        string query = "";
        foreach ((string name, string? value) in parameters)
        {
            if (value is not null)
            {
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
            }
        }
        return this with { _query = query };
    }

    /// <summary>The call with a JSON body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="secrets">What stands in it and must not come back in an error.</param>
    public CloudCall WithBody<T>(T body, JsonTypeInfo<T> shape, params IReadOnlyList<string> secrets) =>
        this with { _body = JsonSerializer.SerializeToUtf8Bytes(body, shape), Secrets = secrets };

    /// <summary>The call with these headers.</summary>
    /// <param name="secrets">What stands in them and must not come back in an error.</param>
    /// <param name="headers">The headers.</param>
    public CloudCall WithHeaders(IReadOnlyList<string> secrets, params IReadOnlyList<(string Name, string Value)> headers) =>
        this with { _headers = headers, Secrets = [.. Secrets, .. secrets] };

    /// <summary>The request to an API at that address.</summary>
    public HttpRequestMessage ToRequest(Uri api)
    {
        HttpRequestMessage request = new(Route.Method, new Uri(api, Route.PathFor(Id).TrimStart('/') + _query));
        foreach ((string name, string value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        if (_body is not null)
        {
            request.Content = new ByteArrayContent(_body) { Headers = { ContentType = Json } };
        }
        return request;
    }
}
