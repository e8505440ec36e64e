using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>A simulated cloud, asked by hand: what it answers is looked at without the client that it is there to test.</summary>
internal sealed class RawCloud : IAsyncDisposable
{
    private readonly HttpClientHandler _handler = new() { UseCookies = false };
    private readonly HttpClient _http;

    private RawCloud(SimulatedCloud cloud)
    {
        Cloud = cloud;
        _http = new HttpClient(_handler) { BaseAddress = cloud.ApiEndpoint };
    }

    public SimulatedCloud Cloud { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RawCloud> OpenAsync(SimulatorOptions options) => new(await SimulatedCloud.StartAsync(options, Cancellation));

    public static Task<RawCloud> OpenLiveAsync() => OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

    /// <summary>Sends a request with the account's token, and a body when there is one.</summary>
    public Task<RawAnswer> SendAsync(string method, string path, string? json = null) =>
        SendAsync(method, path, Cloud.Account.AccessToken, json);

    public Task<RawAnswer> GetAsync(string path) => SendAsync("GET", path);

    /// <summary>Sends a request with another token, or none.</summary>
    public Task<RawAnswer> SendAsync(
        string method, string path, string? token, string? json, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        HttpRequestMessage request = new(new HttpMethod(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }
        return SendAsync(request);
    }

    /// <summary>Puts something to a storage's address, with a type when there is one.</summary>
    public Task<RawAnswer> PutAsync(string url, byte[] content, string? type)
    {
        ByteArrayContent body = new(content);
        body.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        return SendAsync(new HttpRequestMessage(HttpMethod.Put, url) { Content = body });
    }

    /// <summary>Does something that no client can: <c>POST /_sim/…</c>.</summary>
    public async Task ControlAsync(string action) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", $"_sim/{action}", token: null, json: null)).Status);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _handler.Dispose();
        await Cloud.DisposeAsync();
    }

    private async Task<RawAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using HttpResponseMessage response = await _http.SendAsync(request, Cancellation);
            return new RawAnswer(
                response.StatusCode, await response.Content.ReadAsByteArrayAsync(Cancellation),
                response.Content.Headers.ContentType?.MediaType, response.Headers.ToDictionary(
                    header => header.Key, header => string.Join('\n', header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }
}

/// <summary>An answer as it came over the line.</summary>
internal sealed record RawAnswer(HttpStatusCode Status, byte[] Body, string? Type, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;
}
