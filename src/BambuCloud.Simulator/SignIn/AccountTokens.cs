using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BambuCloud.Simulator;

/// <summary>Whether a token opens the account.</summary>
internal enum TokenState
{
    /// <summary>It does.</summary>
    Valid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was never given out, or was revoked.</summary>
    Invalid,
}

/// <summary>The tokens that were given out. A token's time ends at a whole second, as a JWT says it.</summary>
internal sealed class AccountTokens(string uid, SimulatorOptions options)
{
    private readonly Lock _lock = new();
    private readonly byte[] _key = SHA256.HashData("bambu-cloud-simulator"u8);
    private readonly Dictionary<string, DateTimeOffset> _expiries = [];
    private readonly HashSet<string> _revoked = [];
    private readonly TimeProvider _time = options.TimeProvider;

    /// <summary>A new token, for one who signed in.</summary>
    public string Give() => options.OpaqueTokens
        ? GiveOpaque(RandomNumberGenerator.GetHexString(64), options.TokenLife)
        : GiveJwt(options.TokenLife, Guid.NewGuid());

    /// <summary>A token that names the account and its expiry.</summary>
    /// <param name="life">How long from now; negative: its time is over already, as long as it has been valid.</param>
    /// <param name="id">What tells it from others of the same second.</param>
    public string GiveJwt(TimeSpan life, Guid? id = null)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset issued = life < TimeSpan.Zero ? now + (life * 2) : now;
        string head = Base64Url.EncodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8);
        string jti = id is null ? "" : $",\"jti\":\"{id}\"";
        string payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            $$"""{"username":"u_{{uid}}","iat":{{issued.ToUnixTimeSeconds()}},"exp":{{(now + life).ToUnixTimeSeconds()}}{{jti}}}"""));
        string signature = Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes($"{head}.{payload}")));
        return Add($"{head}.{payload}.{signature}", now + life);
    }

    /// <summary>A token that says nothing.</summary>
    public string GiveOpaque(string text, TimeSpan life) => Add($"AADB{text}", _time.GetUtcNow() + life);

    public TokenState StateOf(string? token)
    {
        lock (_lock)
        {
            return token is null || !_expiries.TryGetValue(token, out DateTimeOffset expiry) ? TokenState.Invalid
                : expiry <= _time.GetUtcNow() ? TokenState.Expired
                : _revoked.Contains(token) ? TokenState.Invalid
                : TokenState.Valid;
        }
    }

    /// <summary>Makes all that were given out so far invalid.</summary>
    public void Revoke()
    {
        lock (_lock)
        {
            _revoked.UnionWith(_expiries.Keys);
        }
    }

    /// <summary>Takes every revocation back.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            _revoked.Clear();
        }
    }

    private string Add(string token, DateTimeOffset expiry)
    {
        lock (_lock)
        {
            _expiries[token] = DateTimeOffset.FromUnixTimeSeconds(expiry.ToUnixTimeSeconds());
        }
        return token;
    }
}
