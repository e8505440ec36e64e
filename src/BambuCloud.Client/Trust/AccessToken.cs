using System.Globalization;
using System.Text.Json;

namespace BambuCloud.Client.Trust;

/// <summary>
/// The account's token. Where it is a JWT, its payload says the account and its time (rest.md, <i>Signing in</i>); an opaque
/// token says nothing. The value is kept private to the session.
/// </summary>
internal sealed class AccessToken
{
    private const string UserNamePrefix = "u_";
    private static readonly char[] Around = [' ', '\t', '\r', '\n', '\u00A0', '"', '\'', '\u201C', '\u201D', '\u2018', '\u2019'];
    private static readonly TimeSpan WarnedAhead = TimeSpan.FromDays(7);

    private int _warned;

    /// <param name="value">The token.</param>
    /// <param name="issuedAt">When it was given out, where the token itself does not say.</param>
    /// <param name="expiresAt">When it ends, where the token itself does not say.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.InvalidToken"/>: no token, or one for an account whose number is none.
    /// </exception>
    public AccessToken(string value, DateTimeOffset? issuedAt = null, DateTimeOffset? expiresAt = null)
    {
        Value = value.Trim(Around); // A token read from a file ends in a newline, one pasted from JSON stands in quotation marks.
        if (Value.Length == 0 || Value.Any(character => character is <= ' ' or > '~'))
        {
            throw new BambuException(BambuErrorKind.InvalidToken,
                "The access token is empty or holds characters that no token has.");
        }
        (Uid, IssuedAt, ExpiresAt) = ReadPayload(Value);
        IssuedAt ??= issuedAt;
        ExpiresAt ??= expiresAt;
    }

    /// <summary>The secret itself. Only the REST send path and the broker's sign-in read it.</summary>
    public string Value { get; }

    /// <summary>What of it must not be shown: all, and where it is a JWT its signature alone.</summary>
    public IReadOnlyList<string> Secrets => Value.Split('.') is [_, _, var signature] ? [Value, signature] : [Value];

    public string? Uid { get; }

    public DateTimeOffset? IssuedAt { get; }

    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>A sentence that says when the token was given out, where that is known.</summary>
    public string IssuedText => IssuedAt is { } issued ? $" It was issued on {Local(issued)}." : "";

    /// <summary>Ends what would use a token whose time is over.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.TokenExpired"/>.</exception>
    public void EnsureValid(DateTimeOffset now)
    {
        if (ExpiresAt <= now)
        {
            throw new BambuException(BambuErrorKind.TokenExpired, $"The access token expired on {Local(ExpiresAt.Value)}.{IssuedText}");
        }
    }

    /// <summary>Within the last days of the token: that it ends, once.</summary>
    public BambuException? TakeExpiryWarning(DateTimeOffset now) =>
        Volatile.Read(ref _warned) == 0 && ExpiresAt is { } end && end - now <= WarnedAhead && Interlocked.Exchange(ref _warned, 1) == 0
            ? new BambuException(BambuErrorKind.TokenExpiring, $"The access token expires on {Local(end)}.")
            : null;

    /// <summary>Never the token.</summary>
    public override string ToString() => nameof(AccessToken);

    private static string Local(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static (string? Uid, DateTimeOffset? IssuedAt, DateTimeOffset? ExpiresAt) ReadPayload(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return default;
        }
        try
        {
            using JsonDocument payload = JsonDocument.Parse(DecodeBase64Url(parts[1]));
            if (payload.RootElement.ValueKind != JsonValueKind.Object)
            {
                return default;
            }
            return (UidOf(payload.RootElement), Time(payload.RootElement, "iat"), Time(payload.RootElement, "exp"));
        }
        catch (Exception notJwt) when (notJwt is FormatException or JsonException or InvalidOperationException)
        {
            return default; // An opaque token with two dots in it; the last exception is half a surrogate pair's.
        }
    }

    private static string? UidOf(JsonElement payload)
    {
        if (!payload.TryGetProperty("username", out JsonElement user) || user.ValueKind != JsonValueKind.String
            || user.GetString() is not { } name || !name.StartsWith(UserNamePrefix, StringComparison.Ordinal)
            || name.Length == UserNamePrefix.Length)
        {
            return null;
        }
        string uid = name[UserNamePrefix.Length..];
        return AccountUid.IsValid(uid) ? uid
            : throw new BambuException(BambuErrorKind.InvalidToken, "The access token is for an account whose number is no number.");
    }

    private static DateTimeOffset? Time(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out JsonElement time) && time.ValueKind == JsonValueKind.Number
        && time.TryGetInt64(out long seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static byte[] DecodeBase64Url(string text)
    {
        string padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
