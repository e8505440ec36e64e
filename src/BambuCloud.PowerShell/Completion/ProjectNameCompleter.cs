using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The names of projects that were seen.</summary>
internal sealed class ProjectNameCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        known.Projects.Items.Select(project => new Suggestion(project.Name ?? "", null,
            ProjectIdCompleter.ToolTipOf(project))
        { IsPattern = true });
}
