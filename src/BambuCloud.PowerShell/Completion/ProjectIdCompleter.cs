using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The ids of projects that were seen, which are found by their names too.</summary>
internal sealed class ProjectIdCompleter : KnownCompleter
{
    /// <summary>What is known of a project, in a line.</summary>
    public static string ToolTipOf(BambuProject project) => "Project: " + Line(
        project.Name, (project.UpdatedAt ?? project.CreatedAt) is { } changed ? $"changed {changed:g}" : null, project.ProjectId);

    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        known.Projects.Items.Select(project => new Suggestion(project.ProjectId, project.Name, ToolTipOf(project)));
}
