using System.Collections;
using System.Management.Automation.Language;

namespace BambuCloud.Completion;

/// <summary>The types of messages that are known.</summary>
internal sealed class MessageTypeCompleter : SuggestionCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound) => [new("6", null, "About a task.")];
}
