using System.Management.Automation;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Session;

/// <summary>The user's saved sessions. Where a vault has the token, the file only says which.</summary>
internal sealed class SavedSessions(SessionState state)
{
    private readonly SessionFiles _files = new(SessionFiles.DefaultFolder);

    /// <summary>Keeps a session that is open. A vault that kept it before and is not named again lets it go.</summary>
    /// <returns>The warning of a vault that does not let it go; the session is kept all the same.</returns>
    public BambuException? Keep(BambuSession session, CloudSessionOptions options, string? vault)
    {
        SecretVault? before = VaultOf(session.ApiEndpoint, session.Uid, except: vault);
        if (vault is not null)
        {
            new SecretVault(state, vault, session.ApiEndpoint, session.Uid).Keep(options.AccessToken);
        }
        _files.Save(new SavedSession
        {
            Region = session.Region,
            Uid = session.Uid,
            ApiEndpoint = session.ApiEndpoint,
            MqttEndpoint = session.MqttEndpoint,
            CACertificatePath = options.CACertificatePath,
            IssuedAt = options.IssuedAt,
            ExpiresAt = options.ExpiresAt,
            Vault = vault,
            AccessToken = vault is null ? options.AccessToken : null,
        });
        try
        {
            before?.Remove(); // Last: one that is gone must not keep the session from being saved.
            return null;
        }
        catch (BambuException fault)
        {
            return new BambuException(fault.Kind,
                $"The session is saved, but the token that was saved before stays in its vault until Remove-Secret removes it: "
                    + $"{fault.Message}",
                fault);
        }
    }

    /// <summary>The session that was saved last: of all, or of a REST address.</summary>
    public SavedSession? Find(Uri? apiEndpoint) => _files.Find(apiEndpoint) switch
    {
        { Vault: { } vault } pointer => pointer with
        {
            AccessToken = new SecretVault(state, vault, pointer.ApiEndpoint, pointer.Uid)
            .Get()
        },
        var saved => saved,
    };

    /// <summary>Removes the saved session of an account, or without one what <see cref="Find"/> would find; from its vault too.</summary>
    public void Forget(BambuSession? session)
    {
        SecretVault? vault = VaultOf(session?.ApiEndpoint, session?.Uid);
        _files.Remove(session?.ApiEndpoint, session?.Uid);
        vault?.Remove(); // Last: one that is gone must not keep the file.
    }

    private SecretVault? VaultOf(Uri? apiEndpoint, string? uid, string? except = null)
    {
        try
        {
            return _files.Find(apiEndpoint, uid) is { Vault: { } vault } pointer && vault != except
                ? new SecretVault(state, vault, pointer.ApiEndpoint, pointer.Uid) : null;
        }
        catch (BambuException damaged) when (damaged.Kind is BambuErrorKind.SavedSessionUnusable or BambuErrorKind.SavedSessionExposed)
        {
            return null; // Nobody can say which vault it names; it can be saved anew and removed all the same.
        }
    }
}
