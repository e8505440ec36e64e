using System.Text.Json;

namespace BambuCloud.Client;

/// <summary>
/// The account's token. Where it is a JWT, its payload says the account and the expiry (rest.md, <i>Signing in</i>); an opaque
/// token says nothing. The value is kept private to the session.
/// </summary>
internal sealed class AccessToken
{
    private const string UserNamePrefix = "u_";

    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidToken"/>.</exception>
    public AccessToken(string value)
    {
        Value = value.Trim(); // A token read from a file ends in a newline.
        if (Value.Length == 0 || Value.Any(character => character is <= ' ' or > '~'))
        {
            throw new BambuException(BambuErrorKind.InvalidToken,
                "The access token is empty or holds characters that no token has. Give the token itself, without 'Bearer' and quotation marks.");
        }
        (Uid, ExpiresAt) = ReadPayload(Value);
    }

    /// <summary>The secret itself. Only the REST send path and the broker's sign-in read it.</summary>
    public string Value { get; }

    public string? Uid { get; }

    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Never the token.</summary>
    public override string ToString() => nameof(AccessToken);

    private static (string? Uid, DateTimeOffset? ExpiresAt) ReadPayload(string token)
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
            string? uid = payload.RootElement.TryGetProperty("username", out JsonElement user)
                && user.ValueKind == JsonValueKind.String
                && user.GetString() is { } name && name.StartsWith(UserNamePrefix, StringComparison.Ordinal)
                && name.Length > UserNamePrefix.Length
                    ? name[UserNamePrefix.Length..]
                    : null;
            DateTimeOffset? expiry = payload.RootElement.TryGetProperty("exp", out JsonElement exp)
                && exp.ValueKind == JsonValueKind.Number && exp.TryGetInt64(out long seconds)
                && seconds is > 0 and < 253402300800
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
            return (uid, expiry);
        }
        catch (Exception notJwt) when (notJwt is FormatException or JsonException)
        {
            return default; // An opaque token with two dots in it.
        }
    }

    private static byte[] DecodeBase64Url(string text)
    {
        string padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
