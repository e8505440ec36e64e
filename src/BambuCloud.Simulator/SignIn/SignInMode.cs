namespace BambuCloud.Simulator;

/// <summary>What the cloud asks for before it gives a token.</summary>
public enum SignInMode
{
    /// <summary>The password alone.</summary>
    Password,

    /// <summary>After the password a verification code (<c>loginType</c> <c>verifyCode</c>).</summary>
    Code,

    /// <summary>After the password the authenticator's code (<c>loginType</c> <c>tfa</c>).</summary>
    Tfa,
}
