using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>The signed-in account.</summary>
internal sealed class Account(CloudApi api)
{
    /// <summary><c>GET /v1/design-user-service/my/preference</c>: the account's number, which opaque tokens do not hold.</summary>
    public async Task<string> GetUidAsync(CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.GetPreference);
        PreferenceAnswer answer = await api.SendAsync(call, CloudJson.Default.PreferenceAnswer, cancellationToken).ConfigureAwait(false);
        string? uid = (answer.Data ?? answer).Uid;
        return AccountUid.IsValid(uid) ? uid
            : throw CloudFault.Unexpected(call, string.IsNullOrEmpty(uid) ? "has no uid" : "has a uid that is no number");
    }
}
