using System.Buffers.Text;
using System.Text;

namespace BambuCloud.Client.Tests;

/// <summary>Tokens as the service gives them out. No server of the tests checks their signature.</summary>
internal static class TestTokens
{
    public const string Uid = "4711";
    public const string Opaque = "AADBopaqueD41D8CD98F00B204E9800998ECF8427E";

    public static string Jwt(DateTimeOffset? expiry = null, string userName = $"u_{Uid}") => WithPayload(
        $$"""{"username":"{{userName}}","exp":{{(expiry ?? DateTimeOffset.UtcNow.AddDays(90)).ToUnixTimeSeconds()}}}""");

    public static string WithPayload(string payload) =>
        $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(payload)}.{Encode("a signature that nobody checks")}";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
