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
            SecretVault.OfSession(state, vault, session.ApiEndpoint, session.Uid).Keep(options.AccessToken);
        }
        _files.Save(new SavedSession
        {
            Region = session.Region,
            Account = session.Account,
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

    /// <summary>The session that was saved last: of all, of a REST address, or of an account.</summary>
    /// <param name="apiEndpoint">The REST address; null for any.</param>
    /// <param name="account">The account as it was signed in with, or its number; null for any.</param>
    public SavedSession? Find(Uri? apiEndpoint, string? account = null) =>
        (account is null ? _files.Find(apiEndpoint)
            : Of(account).FirstOrDefault(saved => apiEndpoint is null || saved.ApiEndpoint == apiEndpoint))
        switch
        {
            { Vault: { } vault } pointer => pointer with
            {
                AccessToken = SecretVault.OfSession(state, vault, pointer.ApiEndpoint, pointer.Uid).Get(),
            },
            var saved => saved,
        };

    /// <summary>The saved sessions of an account; the one that was saved last comes first.</summary>
    /// <exception cref="BambuException">There is none, and one that may be it cannot be used.</exception>
    public IReadOnlyList<SavedSession> Of(string account)
    {
        List<BambuException> unusable = [];
        SavedSession[] sessions =
            [.. _files.List(unusable.Add).Where(saved => OpenSessions.Means(account, saved.Account, saved.Uid))];
        return sessions.Length > 0 || unusable.Count == 0 ? sessions : throw unusable[0];
    }

    /// <summary>What may be shown of all saved sessions; the one that was saved last comes first.</summary>
    /// <param name="unusable">Told of each that cannot be used.</param>
    public static IEnumerable<BambuSavedSession> List(Action<BambuException> unusable) =>
        new SessionFiles(SessionFiles.DefaultFolder).List(unusable).Select(saved => new BambuSavedSession
        {
            Account = saved.Account,
            Uid = saved.Uid,
            Region = saved.Region,
            ApiEndpoint = saved.ApiEndpoint,
            MqttEndpoint = saved.MqttEndpoint,
            SavedAt = saved.SavedAt.LocalDateTime,
            ExpiresAt = saved.ExpiresAt?.LocalDateTime,
            Vault = saved.Vault,
        });

    /// <summary>Removes the saved session of an account, or without one what <see cref="Find"/> would find; from its vault too.</summary>
    public void Forget(BambuSession? session) => Forget(session?.ApiEndpoint, session?.Uid);

    /// <inheritdoc cref="Forget(BambuSession?)"/>
    public void Forget(Uri? apiEndpoint, string? uid)
    {
        SecretVault? vault = VaultOf(apiEndpoint, uid);
        _files.Remove(apiEndpoint, uid);
        vault?.Remove(); // Last: one that is gone must not keep the file.
    }

    private SecretVault? VaultOf(Uri? apiEndpoint, string? uid, string? except = null)
    {
        try
        {
            return _files.Find(apiEndpoint, uid) is { Vault: { } vault } pointer && vault != except
                ? SecretVault.OfSession(state, vault, pointer.ApiEndpoint, pointer.Uid) : null;
        }
        catch (BambuException damaged) when (damaged.Kind is BambuErrorKind.SavedSessionUnusable or BambuErrorKind.SavedSessionExposed)
        {
            return null; // Nobody can say which vault it names; it can be saved anew and removed all the same.
        }
    }
}
