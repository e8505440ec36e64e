using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The types of notifications: those that are always there, and what else was seen.</summary>
internal sealed class NotificationTypeCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
    [
        Type("print_complete", "A print ended well."),
        Type("print_failed", "A print ended with an error."),
        .. known.Notifications.Items.Select(item => Type(item.Type ?? "", $"For example: {item}")),
    ];

    private static Suggestion Type(string type, string toolTip) => new(type, null, toolTip) { IsPattern = true };
}
