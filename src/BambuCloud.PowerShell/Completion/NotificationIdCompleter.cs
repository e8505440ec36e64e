using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The ids of notifications that were seen.</summary>
internal sealed class NotificationIdCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        known.Notifications.Items.Select(item => new Suggestion(item.NotificationId, null, "Notification: " + Line(
            item.Message ?? item.Type, item.Read ? "read" : "unread", item.Timestamp is { } time ? $"{time:g}" : null)));
}
