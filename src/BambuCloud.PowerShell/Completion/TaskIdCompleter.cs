using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>
/// The ids of tasks and jobs that were seen, which are found by their titles too. A job that has ended is a task of that id.
/// </summary>
internal sealed class TaskIdCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        known.Tasks.Items.Select(task => new Suggestion(task.TaskId, task.Title, "Task: " + Line(
            task.Title, $"{task.Status}", task.DeviceName ?? task.DeviceId, task.StartTime is { } start ? $"begun {start:g}" : null)))
        .Concat(JobIdCompleter.JobsOf(known));
}
