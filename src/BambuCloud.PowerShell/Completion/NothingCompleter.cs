using System.Collections;
using System.Management.Automation.Language;

namespace BambuCloud.Completion;

/// <summary>For what nobody but the user knows. Without a completer PowerShell would offer files.</summary>
internal sealed class NothingCompleter : SuggestionCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound) => [];
}
