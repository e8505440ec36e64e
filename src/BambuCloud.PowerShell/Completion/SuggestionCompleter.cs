using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using BambuCloud.Output;

namespace BambuCloud.Completion;

/// <summary>
/// What completers have in common: they offer what begins as the word does, or has a name that does, quoted as it must be.
/// </summary>
internal abstract class SuggestionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    /// <remarks>What comes back is never null: PowerShell would offer files in its place.</remarks>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        TypedWord word = new(wordToComplete);
        return
        [
            .. Suggest(commandAst, fakeBoundParameters)
                .Where(item => item.Value.Length > 0 && !item.Value.Any(char.IsControl) && word.Matches(item)
                    && !(item.IsHidden && word.IsEmpty))
                .DistinctBy(item => item.Value)
                .Select(item => new CompletionResult(word.Complete(item), DisplayText.Clean(item.Label),
                    CompletionResultType.ParameterValue, DisplayText.Clean(item.ToolTip))),
        ];
    }

    /// <summary>All that could be offered, best first.</summary>
    /// <param name="command">The command as far as it was typed.</param>
    /// <param name="bound">The parameters that were typed so far.</param>
    private protected abstract IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound);

    /// <summary>The value of a parameter as far as PowerShell can tell it.</summary>
    private protected static object? Bound(IDictionary bound, string parameter) => Plain(bound[parameter]);

    /// <summary>What PowerShell may have wrapped.</summary>
    private protected static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>The session state of the prompt, as its own completion sees it.</summary>
    private protected static SessionState? Prompt =>
        ScriptBlock.Create("$ExecutionContext").Invoke() is [{ BaseObject: EngineIntrinsics engine }] ? engine.SessionState : null;

    /// <summary>What is known of something, in a line.</summary>
    private protected static string Line(params ReadOnlySpan<string?> parts)
    {
        List<string> known = [];
        foreach (string? part in parts)
        {
            if (!string.IsNullOrEmpty(part))
            {
                known.Add(part);
            }
        }
        return string.Join(", ", known);
    }
}
