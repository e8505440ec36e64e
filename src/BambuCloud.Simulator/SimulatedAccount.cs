using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BambuCloud.Simulator;

/// <summary>The one account of the cloud and its tokens.</summary>
public sealed class SimulatedAccount
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(90);

    private readonly byte[] _key = SHA256.HashData("bambu-cloud-simulator"u8);
    private readonly HashSet<string> _revoked = [];
    private readonly TimeProvider _time;

    internal SimulatedAccount(TimeProvider time)
    {
        _time = time;
        DateTimeOffset now = time.GetUtcNow();
        AccessToken = MakeToken(now + TokenLife);
        ExpiredToken = MakeToken(now - TokenLife);
        OpaqueToken = $"AADB{Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"opaque {Uid}")))}";
    }

    /// <summary>The account's number.</summary>
    public string Uid { get; } = "2143650987";

    /// <summary>A JWT that names the account and its expiry.</summary>
    public string AccessToken { get; }

    /// <summary>A token that says nothing.</summary>
    public string OpaqueToken { get; }

    /// <summary>A JWT whose time is over.</summary>
    public string ExpiredToken { get; }

    /// <summary>Makes all tokens invalid from now on, or valid again.</summary>
    public void Revoke(bool revoked)
    {
        lock (_revoked)
        {
            _revoked.Clear();
            if (revoked)
            {
                _revoked.UnionWith([AccessToken, OpaqueToken]);
            }
        }
    }

    /// <summary>Whether the token opens the account now.</summary>
    internal bool Accepts(string? token)
    {
        lock (_revoked)
        {
            return (token == AccessToken || token == OpaqueToken) && !_revoked.Contains(token);
        }
    }

    private string MakeToken(DateTimeOffset expiry)
    {
        string head = Base64Url.EncodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8);
        string payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            $$"""{"username":"u_{{Uid}}","iat":{{_time.GetUtcNow().ToUnixTimeSeconds()}},"exp":{{expiry.ToUnixTimeSeconds()}}}"""));
        string signature = Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes($"{head}.{payload}")));
        return $"{head}.{payload}.{signature}";
    }
}
