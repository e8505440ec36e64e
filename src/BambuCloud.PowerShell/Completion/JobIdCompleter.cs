using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The ids of print jobs that were seen, which are found by their files' names too.</summary>
internal sealed class JobIdCompleter : KnownCompleter
{
    /// <summary>The jobs that were seen.</summary>
    public static IEnumerable<Suggestion> JobsOf(KnownNames known) =>
        known.Jobs.Items.Select(job => new Suggestion(job.JobId, job.FileName, "Job: " + Line(
        job.FileName, $"{job.Status}", job.Progress is { } percent ? $"{percent} %" : null, job.DeviceName
            ?? job.DeviceId, job.StartTime is { } start ? $"begun {start:g}" : null)));

    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) => JobsOf(known);
}
