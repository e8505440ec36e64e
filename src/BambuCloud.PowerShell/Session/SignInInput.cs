using System.Security;

namespace BambuCloud.Session;

/// <summary>What a command has to sign in with.</summary>
/// <param name="Account">The e-mail address or the phone number of the account.</param>
internal sealed record SignInInput(string Account)
{
    /// <summary>The password; null for signing in by a code alone.</summary>
    public SecureString? Password { get; init; }

    /// <summary>The code that the cloud sent by e-mail or SMS, where the command has it.</summary>
    public SecureString? VerificationCode { get; init; }

    /// <summary>The code that the account's authenticator shows, where the command has it.</summary>
    public SecureString? TfaCode { get; init; }

    /// <summary>Whether a code is to be sent.</summary>
    public bool SendsCode { get; init; }
}
