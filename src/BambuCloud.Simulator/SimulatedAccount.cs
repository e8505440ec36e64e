using System.Security.Cryptography;
using System.Text;

namespace BambuCloud.Simulator;

/// <summary>The one account of the cloud and its tokens.</summary>
public sealed class SimulatedAccount
{
    private static readonly TimeSpan FixedTokenLife = TimeSpan.FromDays(90);

    internal SimulatedAccount(SimulatorOptions options)
    {
        Tokens = new AccountTokens(Uid, options);
        AccessToken = Tokens.GiveJwt(FixedTokenLife);
        ExpiredToken = Tokens.GiveJwt(-FixedTokenLife);
        OpaqueToken = Tokens.GiveOpaque(Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"opaque {Uid}"))), FixedTokenLife);
    }

    /// <summary>The account's number.</summary>
    public string Uid { get; } = "2143650987";

    /// <summary>A JWT that names the account and its expiry.</summary>
    public string AccessToken { get; }

    /// <summary>A token that says nothing.</summary>
    public string OpaqueToken { get; }

    /// <summary>A JWT whose time is over.</summary>
    public string ExpiredToken { get; }

    internal AccountTokens Tokens { get; }

    /// <summary>Makes all tokens that were given out so far invalid, or valid again.</summary>
    public void Revoke(bool revoked)
    {
        if (revoked)
        {
            Tokens.Revoke();
        }
        else
        {
            Tokens.Restore();
        }
    }
}
