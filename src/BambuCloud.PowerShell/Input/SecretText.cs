using System.Net;
using System.Security;

namespace BambuCloud.Input;

/// <summary>What secrets say.</summary>
internal static class SecretText
{
    /// <summary>The text of a secret, for the client to send.</summary>
    public static string Of(SecureString secret) => new NetworkCredential("", secret).Password;

    /// <summary>A code as a secret, without the blanks that it is often copied with.</summary>
    public static SecureString Secure(string code)
    {
        SecureString secret = new();
        foreach (char character in code.Where(character => !char.IsWhiteSpace(character)))
        {
            secret.AppendChar(character);
        }
        secret.MakeReadOnly();
        return secret;
    }
}
