namespace BambuCloud.Client.Session;

/// <summary>A code that the cloud wants before it gives a token.</summary>
public enum SignInCode
{
    /// <summary>None.</summary>
    None,

    /// <summary>The code that it sent by e-mail or SMS.</summary>
    Verification,

    /// <summary>The code that the account's authenticator shows.</summary>
    Tfa,
}
