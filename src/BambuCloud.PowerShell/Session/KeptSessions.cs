using System.Management.Automation;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary>The user's saved sessions. Where a vault has the token, the file only says which.</summary>
internal sealed class KeptSessions(SessionState state)
{
    private readonly SavedSessions _files = new(SavedSessions.DefaultFolder);

    /// <summary>Keeps a session that is open.</summary>
    public void Keep(BambuSession session, CloudSessionOptions options, string? vault)
    {
        if (vault is not null)
        {
            new SecretVault(state, vault, session.ApiEndpoint).Keep(options.AccessToken);
        }
        _files.Save(new SavedSession
        {
            Region = session.Region,
            ApiEndpoint = session.ApiEndpoint,
            MqttEndpoint = session.MqttEndpoint,
            CACertificatePath = options.CACertificatePath,
            IssuedAt = options.IssuedAt,
            ExpiresAt = options.ExpiresAt,
            Vault = vault,
            AccessToken = vault is null ? options.AccessToken : null,
        });
    }

    /// <summary>The session that is kept for a REST address, or the one that was saved last.</summary>
    public SavedSession? Find(Uri? apiEndpoint) => _files.Find(apiEndpoint) switch
    {
        { Vault: { } vault } pointer => pointer with { AccessToken = new SecretVault(state, vault, pointer.ApiEndpoint).Get() },
        var saved => saved,
    };

    /// <summary>Removes what <see cref="Find"/> would find, from its vault too.</summary>
    public void Forget(Uri? apiEndpoint)
    {
        if (VaultOf(apiEndpoint) is { } kept)
        {
            kept.Remove();
        }
        _files.Remove(apiEndpoint);
    }

    private SecretVault? VaultOf(Uri? apiEndpoint)
    {
        try
        {
            return _files.Find(apiEndpoint) is { Vault: { } vault } pointer ? new SecretVault(state, vault, pointer.ApiEndpoint) : null;
        }
        catch (BambuException damaged) when (damaged.Kind is BambuErrorKind.SavedSessionUnusable or BambuErrorKind.SavedSessionExposed)
        {
            return null; // That is the way to get rid of it.
        }
    }
}
