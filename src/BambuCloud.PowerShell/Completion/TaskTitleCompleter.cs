using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The titles of tasks that were seen.</summary>
internal sealed class TaskTitleCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) => known.Tasks.Items
        .Where(task => task.Title is not null)
        .Select(task => new Suggestion(task.Title!, null, "Title: " + Line(task.Title, task.DeviceName)) { IsPattern = true });
}
