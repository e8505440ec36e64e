using System.Globalization;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>
/// Both envelopes of the service: <c>{"code":0,"message":…,"data":{…}}</c>, and the payload beside <c>code</c>, <c>message</c>
/// and <c>error</c>. Each answer declares its payload twice: beside these, and under <c>data</c>.
/// </summary>
internal record CloudAnswer
{
    public string? Code { get; set; }

    public string? Message { get; set; }

    public string? Error { get; set; }

    /// <summary>Whether it says of itself that it is an answer of this service. Then a list that is null or missing is empty.</summary>
    [JsonIgnore]
    public bool HasEnvelope => Message is not null || Code is not null;

    /// <summary>Whether <see cref="Code"/> is no error: null, empty, 0 or 200. A code that is no number is one.</summary>
    [JsonIgnore]
    public bool Succeeded => string.IsNullOrEmpty(Code) || CodeNumber is 0 or 200;

    /// <summary><see cref="Code"/> where it is a number.</summary>
    [JsonIgnore]
    public int? CodeNumber =>
        int.TryParse(Code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}

/// <summary>A record of the service with whatever fields its contract does not name.</summary>
internal abstract record CloudRecord
{
    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}
