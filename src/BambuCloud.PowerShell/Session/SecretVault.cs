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
internal sealed class SecretVault(SessionState state, string vault, Uri apiEndpoint, string uid)
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    private readonly string _name = $"BambuCloud {uid} {apiEndpoint.Authority}{apiEndpoint.AbsolutePath.TrimEnd('/')}";

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public void Keep(string token) =>
        Run($"param($name, $vault, $secret) {Module}\\Set-Secret -Name $name -Vault $vault -SecureStringSecret $secret -ErrorAction Stop",
            new Redaction([token]), new NetworkCredential("", token).SecurePassword);

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public string Get() =>
        Run($"param($name, $vault) {Module}\\Get-Secret -Name $name -Vault $vault -ErrorAction Stop", Redaction.OfNone)
            .LastOrDefault()?.BaseObject is SecureString token
            ? new NetworkCredential("", token).Password
            : throw Fault("gives no token for this account");

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
            return state.InvokeCommand.InvokeScript(script, [_name, vault, .. more]);
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
