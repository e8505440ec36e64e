using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>What the service says of an error, in one of the places where it does (rest.md, <i>Errors</i>).</summary>
internal sealed record ErrorAnswer : CloudAnswer
{
    /// <summary>"context deadline exceeded".</summary>
    public const int DeadlineExceeded = -1;

    /// <summary>With HTTP 401: "Please login.".</summary>
    public const int PleaseLogin = 4;

    /// <summary>"temporarily unavailable".</summary>
    public const int Unavailable = 99;

    /// <summary>The token is none that was given out.</summary>
    public const int TokenInvalid = 1001;

    /// <summary>The token's time is over.</summary>
    public const int TokenExpired = 1002;

    [JsonPropertyName("error_msg")]
    public string? ErrorMessage { get; set; }

    public string? Detail { get; set; }

    /// <summary>There where a person has to solve a riddle.</summary>
    public string? CaptchaId { get; set; }

    public object? Details { get; set; }

    /// <summary>Beside <c>error</c> at the sign-in site: what of a request was missing.</summary>
    public string? Reason { get; set; }

    /// <summary>The service's own words; nearly all live errors have them in <c>error</c>.</summary>
    [JsonIgnore]
    public string Words => new[] { Message, Error, ErrorMessage, Detail }
        .FirstOrDefault(words => !string.IsNullOrWhiteSpace(words) && !words.Equals("success", StringComparison.OrdinalIgnoreCase)) ?? "";
}
