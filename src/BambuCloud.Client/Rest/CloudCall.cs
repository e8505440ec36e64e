using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BambuCloud.Client;

/// <summary>One call of the REST API.</summary>
internal sealed record CloudCall(HttpMethod Method, string Path)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly string _query = "";

    private byte[]? _body;

    /// <summary>The printer, file or task that the call is about; errors name it.</summary>
    public string? Subject { get; init; }

    /// <summary>Method and path: what may be shown of the call.</summary>
    public string Endpoint => $"{Method} {Path}";

    /// <summary>Whether sending it twice is the same as sending it once.</summary>
    public bool Idempotent => Method != HttpMethod.Post;

    /// <summary>Query parameters; those without a value are left out.</summary>
    public CloudCall WithQuery(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        string query = _query;
        foreach ((string name, string? value) in parameters)
        {
            if (value is not null)
            {
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
            }
        }
        return new CloudCall(this, query);
    }

    public CloudCall WithBody<T>(T body, JsonTypeInfo<T> shape) =>
        this with { _body = JsonSerializer.SerializeToUtf8Bytes(body, shape) };

    public HttpRequestMessage ToRequest(Uri api)
    {
        HttpRequestMessage request = new(Method, new Uri(api, Path.TrimStart('/') + _query));
        if (_body is not null)
        {
            request.Content = new ByteArrayContent(_body) { Headers = { ContentType = Json } };
        }
        return request;
    }

    private CloudCall(CloudCall original, string query)
        : this(original) => _query = query;
}
