using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The ids of models that projects and tasks named which were seen.</summary>
internal sealed class ModelIdCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        known.Projects.Items.Select(project => Model(project.ModelId, project.Name))
            .Concat(known.Tasks.Items.Select(task => Model(task.ModelId, task.DesignTitle ?? task.Title)));

    private static Suggestion Model(string? id, string? name) => new(id ?? "", name, "Model: " + Line(name, id));
}
