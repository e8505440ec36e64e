using System.Security.Cryptography;
using System.Text;

namespace BambuCloud.Simulator;

/// <summary>The one account of the cloud, what it signs in with, and its tokens.</summary>
public sealed class SimulatedAccount
{
    private static readonly TimeSpan FixedTokenLife = TimeSpan.FromDays(90);

    internal SimulatedAccount(SimulatorOptions options)
    {
        SignInMode = options.SignIn;
        Codes = new VerificationCodes(options.TimeProvider);
        Authenticator = new Authenticator(options.TimeProvider);
        LockOut = new LockOut(options.TimeProvider);
        Tokens = new AccountTokens(Uid, options);
        AccessToken = Tokens.GiveJwt(FixedTokenLife);
        ExpiredToken = Tokens.GiveJwt(-FixedTokenLife);
        OpaqueToken = Tokens.GiveOpaque(Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"opaque {Uid}"))), FixedTokenLife);
    }

    /// <summary>The account's number.</summary>
    public string Uid { get; } = "2143650987";

    /// <summary>The name that others see.</summary>
    public string Name { get; } = "Simulated account";

    /// <summary>The e-mail address, which is the account's name.</summary>
    public string Email { get; } = "maker@example.com";

    /// <summary>The phone number, which is a name of the account too.</summary>
    public string Phone { get; } = "+8613800138000";

    /// <summary>The password.</summary>
    public string Password { get; } = "Layer-By-Layer-42";

    /// <summary>What the cloud asks for before it gives a token.</summary>
    public SignInMode SignInMode { get; set; }

    /// <summary>The verification code that was sent last, used or not; null before the first.</summary>
    public string? VerificationCode => Codes.Last;

    /// <summary>Where <see cref="VerificationCode"/> was sent.</summary>
    public string? VerificationCodeSentTo => Codes.SentTo;

    /// <summary>What the account's authenticator shows now.</summary>
    public string TfaCode => Authenticator.Code;

    /// <summary>A JWT that names the account and its expiry.</summary>
    public string AccessToken { get; }

    /// <summary>A token that says nothing.</summary>
    public string OpaqueToken { get; }

    /// <summary>A JWT whose time is over.</summary>
    public string ExpiredToken { get; }

    internal AccountTokens Tokens { get; }

    internal VerificationCodes Codes { get; }

    internal Authenticator Authenticator { get; }

    internal LockOut LockOut { get; }

    /// <summary>Whether the website, which takes the authenticator's codes, lets only those in who bring a cookie of it.</summary>
    internal bool DemandsCookie { get; set; }

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

    /// <summary>The name that the account has under an e-mail address or phone number; null when it is not this account's.</summary>
    internal string? NameOf(string account) =>
        account.Equals(Email, StringComparison.OrdinalIgnoreCase) ? Email : account == Phone ? Phone : null;
}
