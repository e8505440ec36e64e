using System.Collections;
using BambuCloud.Cmdlets;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The ids of print profiles that projects and tasks named which were seen: of the model that was typed, or of all.</summary>
internal sealed class ProfileIdCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound)
    {
        string? model = Bound(bound, nameof(NewBambuTask.ModelId))?.ToString();
        return known.Projects.Items.Where(project => model is null || project.ModelId == model)
            .SelectMany(project => project.Profiles, (project, profile) => Profile(profile.ProfileId, profile.Name ?? project.Name))
            .Concat(known.Tasks.Items.Where(task => model is null || task.ModelId == model)
                .Select(task => Profile(task.ProfileId, task.DesignTitle ?? task.Title)));
    }

    private static Suggestion Profile(string? id, string? name) => new(id ?? "", name, "Print profile: " + Line(name, id));
}
