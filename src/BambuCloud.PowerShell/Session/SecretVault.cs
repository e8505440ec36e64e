using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace BambuCloud.Commands;

/// <summary>
/// The vaults of Microsoft.PowerShell.SecretManagement, where the user has that module. What is asked of it runs in the user's own
/// session, as if it were typed there.
/// </summary>
internal sealed class SecretVault(CommandInvocationIntrinsics commands, string vault, Uri apiEndpoint)
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    private readonly string _name = $"BambuCloud {apiEndpoint.Authority}";

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public void Keep(string token) =>
        Run($"param($name, $vault, $secret) {Module}\\Set-Secret -Name $name -Vault $vault -SecureStringSecret $secret -ErrorAction Stop", new NetworkCredential("", token).SecurePassword);

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public string Get() =>
        Run($"param($name, $vault) {Module}\\Get-Secret -Name $name -Vault $vault -ErrorAction Stop").LastOrDefault()?.BaseObject is SecureString token
            ? new NetworkCredential("", token).Password
            : throw Fault("gives no token for this account", null);

    /// <exception cref="BambuException"><see cref="BambuErrorKind.VaultUnusable"/>.</exception>
    public void Remove() => Run($"param($name, $vault) {Module}\\Remove-Secret -Name $name -Vault $vault -ErrorAction Stop");

    private Collection<PSObject> Run(string script, params object[] more)
    {
        try
        {
            return commands.InvokeScript(script, [_name, vault, .. more]);
        }
        catch (RuntimeException refused) when (refused is not PipelineStoppedException)
        {
            throw Fault("cannot be used", refused);
        }
    }

    private BambuException Fault(string what, Exception? cause) => new(BambuErrorKind.VaultUnusable,
        $"The secret vault '{vault}' {what}{(cause is null ? "" : $": {cause.Message}")}. It takes the module {Module} and a vault of that name (Get-SecretVault).", cause)
    { Subject = vault };
}
