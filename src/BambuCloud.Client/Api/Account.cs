using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>The signed-in account.</summary>
public sealed class Account
{
    private readonly CloudApi _api;

    internal Account(CloudApi api) => _api = api;

    /// <summary>
    /// <c>GET /v1/design-user-service/my/preference</c> and <c>GET /v1/user-service/my/profile</c> as one: who is signed in. One of them is
    /// enough.
    /// </summary>
    /// <param name="uid">The account's number, where it is known.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public async Task<BambuAccount> GetAsync(string? uid, CancellationToken cancellationToken)
    {
        (PreferenceAnswer? preference, BambuApiException? why) = await TryAsync(GetPreferenceAsync(cancellationToken))
            .ConfigureAwait(false);
        (ProfileAnswer? profile, _) = await TryAsync(GetProfileAsync(cancellationToken)).ConfigureAwait(false);
        if (preference is null && profile is null)
        {
            throw why!;
        }
        CloudCall call = new(Route.GetProfile);
        Redaction shown = _api.ShownOf(call);
        return new BambuAccount
        {
            Uid = uid ?? UidOf(preference) ?? UidOf(profile) ?? throw CloudFault.Unexpected(call, "has no uid"),
            Account = Masked(profile?.Account),
            Name = shown.Of(WireText.FirstOf(preference?.Name, profile?.Name)),
            Handle = shown.Of(WireText.FirstOf(preference?.Handle, profile?.Handle)),
            Avatar = PresignedUrl.Parse(profile?.Avatar),
            ProductModels = Array.AsReadOnly<string>([.. profile?.ProductModels ?? []]),
        };
    }

    /// <summary>The account's number, which opaque tokens do not hold: of the preference, or of the profile where that has none.</summary>
    internal async Task<string> GetUidAsync(CancellationToken cancellationToken)
    {
        (PreferenceAnswer? preference, BambuApiException? why) = await TryAsync(GetPreferenceAsync(cancellationToken))
            .ConfigureAwait(false);
        if (UidOf(preference) is { } uid)
        {
            return uid;
        }
        CloudTrace.Write($"{Route.GetPreference} says no uid{(why is null ? "" : $" ({why.Kind})")}; {Route.GetProfile} is asked");
        return UidOf(await GetProfileAsync(cancellationToken).ConfigureAwait(false))
            ?? throw CloudFault.Unexpected(new CloudCall(Route.GetProfile), "has no uid, or one that is no number");
    }

    private async Task<PreferenceAnswer> GetPreferenceAsync(CancellationToken cancellationToken)
    {
        PreferenceAnswer answer =
            await _api.SendAsync(new CloudCall(Route.GetPreference), CloudJson.Default.PreferenceAnswer, cancellationToken)
                .ConfigureAwait(false);
        return answer.Data ?? answer;
    }

    private async Task<ProfileAnswer> GetProfileAsync(CancellationToken cancellationToken)
    {
        ProfileAnswer answer =
            await _api.SendAsync(new CloudCall(Route.GetProfile), CloudJson.Default.ProfileAnswer, cancellationToken).ConfigureAwait(false);
        return answer.Data ?? answer;
    }

    // What is missing or refused in one place may stand in the other; what would befall the other too is told.
    private static async Task<(T? Answer, BambuApiException? Why)> TryAsync<T>(Task<T> asking)
        where T : class
    {
        try
        {
            return (await asking.ConfigureAwait(false), null);
        }
        catch (BambuApiException fault)
            when (fault.Kind is BambuErrorKind.NotFound or BambuErrorKind.Forbidden or BambuErrorKind.MethodNotAllowed
            or BambuErrorKind.RequestRejected or BambuErrorKind.UnexpectedResponse or BambuErrorKind.ServiceFault)
        {
            return (null, fault);
        }
    }

    private static string? UidOf(AccountAnswer? answer) =>
        AccountUid.IsValid(answer?.Uid) ? answer.Uid : AccountUid.IsValid(answer?.UidStr) ? answer.UidStr : null;

    // maker@example.com is shown as m…r@example.com, +8613800138000 as +86…00.
    private static string? Masked(string? account)
    {
        if (string.IsNullOrEmpty(account))
        {
            return null;
        }
        int at = account.LastIndexOf('@');
        string name = at < 0 ? account : account[..at];
        string shown = name.Length <= 2 ? "…" : at < 0 ? $"{name[..Math.Min(3, name.Length - 2)]}…{name[^2..]}" : $"{name[0]}…{name[^1]}";
        return at < 0 ? shown : shown + account[at..];
    }
}
