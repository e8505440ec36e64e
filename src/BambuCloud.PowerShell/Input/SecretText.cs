using System.Net;
using System.Security;

namespace BambuCloud.Input;

/// <summary>What secrets say.</summary>
internal static class SecretText
{
    /// <summary>The text of a secret, for the client to send.</summary>
    public static string Of(SecureString secret) => new NetworkCredential("", secret).Password;
}
