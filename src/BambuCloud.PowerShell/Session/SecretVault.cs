using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Net;
using System.Security;
using BambuCloud.Client.Trust;

namespace BambuCloud.Session;

/// <summary>
/// The vaults of Microsoft.PowerShell.SecretManagement, where the user has that module. What is asked of it runs in the user's own
/// session, as if it were typed there.
/// </summary>
/// <param name="state">The user's session.</param>
/// <param name="vault">The vault's name.</param>
/// <param name="name">The secret's name in it.</param>
internal sealed class SecretVault(SessionState state, string vault, string name)
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    /// <summary>Where the token of an account is.</summary>
    public static SecretVault OfSession(SessionState state, string vault, Uri apiEndpoint, string uid) =>
        new(state, vault, $"BambuCloud {uid} {apiEndpoint.Authority}{apiEndpoint.AbsolutePath.TrimEnd('/')}");

    /// <summary>Where the access code of a printer is.</summary>
    public static SecretVault OfPrinter(SessionState state, string vault, string deviceId) =>
        new(state, vault, $"BambuCloud printer {deviceId}");

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public void Keep(string secret) =>
        Run($"param($name, $vault, $secret) {Module}\\Set-Secret -Name $name -Vault $vault -SecureStringSecret $secret -ErrorAction Stop",
            new Redaction([secret]), new NetworkCredential("", secret).SecurePassword);

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public string Get() =>
        Run($"param($name, $vault) {Module}\\Get-Secret -Name $name -Vault $vault -ErrorAction Stop", Redaction.OfNone)
            .LastOrDefault()?.BaseObject is SecureString secret
            ? new NetworkCredential("", secret).Password
            : throw Fault($"gives no secret named '{name}'");

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public void Remove() =>
        Run($"param($name, $vault) {Module}\\Remove-Secret -Name $name -Vault $vault -ErrorAction Stop", Redaction.OfNone);

    // Set-Secret hangs itself on its errors, with the token: they stay neither as a cause nor in $Error, from where any export takes them.
    private Collection<PSObject> Run(string script, Redaction redaction, params object[] more)
    {
        ArrayList errors = (ArrayList)state.PSVariable.GetValue("global:Error");
        object?[] before = errors.ToArray();
        try
        {
            return state.InvokeCommand.InvokeScript(script, [name, vault, .. more]);
        }
        catch (RuntimeException refused) when (refused is not PipelineStoppedException)
        {
            errors.Clear();
            errors.AddRange(before);
            throw Fault($"cannot be used: {redaction.Of(refused.Message)}");
        }
    }

    private BambuException Fault(string what) => new(BambuErrorKind.VaultUnusable,
        $"The secret vault '{vault}' {what}.")
    { Subject = vault };
}
