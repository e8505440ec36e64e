using System.Security.Cryptography;
using OtpNet;

namespace BambuCloud.Simulator;

/// <summary>The account's authenticator (RFC 6238), and the sign-ins that wait for a code of it.</summary>
internal sealed class Authenticator(TimeProvider time)
{
    private static readonly TimeSpan KeyLife = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Totp _totp = new(KeyGeneration.GenerateRandomKey(OtpHashMode.Sha1));
    private readonly Dictionary<string, DateTimeOffset> _keys = [];

    /// <summary>What the authenticator shows now.</summary>
    public string Code => _totp.ComputeTotp(time.GetUtcNow().UtcDateTime);

    /// <summary>A <c>tfaKey</c> for one who gave the right password.</summary>
    public string Begin()
    {
        string key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        lock (_lock)
        {
            _keys[key] = time.GetUtcNow() + KeyLife;
        }
        return key;
    }

    /// <summary>Takes a code for a <c>tfaKey</c>. A wrong one leaves the key for another try.</summary>
    public CodeCheck Take(string key, string code)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_keys.TryGetValue(key, out DateTimeOffset expiry) || expiry <= now)
            {
                return CodeCheck.Expired;
            }
            if (!_totp.VerifyTotp(now.UtcDateTime, code, out _, VerificationWindow.RfcSpecifiedNetworkDelay))
            {
                return CodeCheck.Wrong;
            }
            _keys.Remove(key);
            return CodeCheck.Accepted;
        }
    }
}
