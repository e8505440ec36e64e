using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Http;

/// <summary>What an answer says of itself, whatever its body is (rest.md, <i>Errors</i>).</summary>
internal sealed partial record AnswerFacts
{
    /// <summary>The HTTP status.</summary>
    public required HttpStatusCode Status { get; init; }

    /// <summary>The error's own fields; <see langword="null"/> where the body is no JSON object.</summary>
    public ErrorAnswer? Error { get; init; }

    /// <summary>Whether the body is JSON at all.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether the body is a web page.</summary>
    public bool IsPage { get; init; }

    /// <summary>Whether the edge wants to see a person in a browser. Asking again only makes it longer.</summary>
    public bool IsChallenge { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server's own words, in one line; empty where it has none.</summary>
    public string Words { get; init; } = "";

    /// <summary>Whether it is an answer of success.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300 && Error is { Succeeded: true };

    /// <summary>Whether the service says of itself that it failed, and may not a moment later.</summary>
    public bool IsTransient =>
        Status >= HttpStatusCode.InternalServerError || Error?.CodeNumber is ErrorAnswer.DeadlineExceeded or ErrorAnswer.Unavailable;

    /// <summary>Whether a refusal of the token is one of the token itself: others pass now and then on a good token.</summary>
    public bool IsOfToken => Error?.CodeNumber is ErrorAnswer.PleaseLogin or ErrorAnswer.TokenInvalid or ErrorAnswer.TokenExpired;

    /// <summary>Reads an answer.</summary>
    public static AnswerFacts Of(HttpResponseMessage response, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        (ErrorAnswer? error, bool isJson) = Read(body);
        bool isPage = !isJson && IsPageIn(response, body);
        return new AnswerFacts
        {
            Status = response.StatusCode,
            Error = error,
            IsJson = isJson,
            IsPage = isPage,
            IsChallenge = IsChallengeIn(response, body, error, isPage),
            RetryAfter = RetryAfterOf(response, now),
            Words = error is not null ? OneLine(error.Words) : isJson || isPage ? "" : OneLine(Encoding.UTF8.GetString(body)),
        };
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static (ErrorAnswer? Error, bool IsJson) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return (JsonSerializer.Deserialize(body, CloudJson.Default.ErrorAnswer), true);
        }
        catch (JsonException)
        {
            return (null, IsJsonText(body));
        }
    }

    private static bool IsJsonText(ReadOnlySpan<byte> body)
    {
        try
        {
            Utf8JsonReader reader = new(body);
            while (reader.Read())
            {
                // To its end: a text that breaks off is no JSON.
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsPageIn(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        response.Content.Headers.ContentType?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
        || body.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private static bool IsChallengeIn(HttpResponseMessage response, ReadOnlySpan<byte> body, ErrorAnswer? error, bool isPage) =>
        (int)response.StatusCode switch
        {
            418 => true,
            403 when isPage || body.IsEmpty || response.Headers.Contains("cf-mitigated") => true,
            503 when isPage || response.Headers.Contains("cf-ray") => true,
            429 when isPage => true,
            _ => !string.IsNullOrEmpty(error?.CaptchaId)
                || (isPage && (body.IndexOf("Just a moment"u8) >= 0 || body.IndexOf("challenges.cloudflare.com"u8) >= 0)),
        };

    // Marks of direction and breaks of lines change what stands around them as controls do; tags are no words.
    private static string OneLine(string text)
    {
        string line = new([.. Tag().Replace(text, " ").Select(character => char.GetUnicodeCategory(character) is UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : character)]);
        return string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex("</?[a-z!][^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
