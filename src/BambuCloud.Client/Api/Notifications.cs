using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>Messages to the account.</summary>
public sealed class Notifications
{
    private readonly CloudApi _api;

    internal Notifications(CloudApi api) => _api = api;

    /// <summary><c>GET /v1/iot-service/api/user/notification</c>, in the service's order.</summary>
    /// <param name="unread">Only those not yet read: the service is asked for them, and the answer is filtered too.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BambuApiException">
    /// <see cref="BambuErrorKind.NotOffered"/> where the account's service has no such list, or the cloud did not answer as it should.
    /// </exception>
    public async Task<IReadOnlyList<BambuNotification>> ListAsync(bool unread, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.ListNotifications).WithQuery(("unread", unread ? "true" : null));
        NotificationListAnswer answer = await _api.SendAsync(call, CloudJson.Default.NotificationListAnswer, cancellationToken)
            .ConfigureAwait(false);
        bool hasEnvelope = answer.HasEnvelope;
        answer = answer.Data ?? answer;
        if (!answer.HasList)
        {
            throw hasEnvelope
                ? CloudFault.Found(BambuErrorKind.NotOffered, call, $"The service has no list of notifications at {call.Endpoint}.")
                : CloudFault.Unexpected(call, "has no 'notifications'");
        }
        Redaction shown = _api.ShownOf(call);
        return [.. NamedItems.Of(answer.Notifications ?? [], item => item.Id, call, "id")
            .Select(item => ToNotification(item, shown)).Where(item => !unread || !item.Read)];
    }

    /// <summary><c>PUT /v1/iot-service/api/user/notification</c>: marks one as read or unread. Doing it twice changes nothing.</summary>
    /// <exception cref="BambuApiException">The cloud did not take it.</exception>
    public async Task MarkAsync(string notificationId, bool read, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.MarkNotification) { Subject = notificationId }.WithBody(
            new MarkNotificationBody { NotificationId = notificationId, Read = read }, CloudBodyJson.Default.MarkNotificationBody);
        await _api.SendAsync(call, cancellationToken).ConfigureAwait(false);
    }

    private static BambuNotification ToNotification(NotificationContract item, Redaction shown) => new()
    {
        NotificationId = item.Id!,
        Type = shown.Of(item.Type),
        Message = shown.Of(item.Message),
        Timestamp = item.Timestamp?.LocalDateTime,
        Read = item.Read ?? false,
        AdditionalProperties = AdditionalFields.From(item.Additional, shown),
    };
}
