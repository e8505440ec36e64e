using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Contracts;

/// <summary>
/// Both envelopes of the service: <c>{"code":0,"message":…,"data":{…}}</c>, and the payload beside <c>code</c>, <c>message</c>
/// and <c>error</c>. Each answer declares its payload twice: beside these, and under <c>data</c>.
/// </summary>
internal record CloudAnswer
{
    public long? Code { get; init; }

    public string? Message { get; init; }

    public string? Error { get; init; }

    public JsonElement? Details { get; init; }

    /// <summary>Whether it says of itself that it is an answer of this service. Then a list that is null or missing is empty.</summary>
    [JsonIgnore]
    public bool HasEnvelope => Message is not null || Code is not null;
}

/// <summary>A record of the service with whatever fields its contract does not name.</summary>
internal abstract record CloudRecord
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Additional { get; set; }
}
