using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BambuCloud.Commands;

/// <summary>
/// What completers have in common that read what is known of the session's account: they offer what begins as the word does, or has a
/// name that does, quoted as it must be. Without a session there is nothing.
/// </summary>
internal abstract class KnownCompleter : IArgumentCompleter
{
    private const string SessionParameter = nameof(SessionCmdlet.Session);

    /// <inheritdoc/>
    /// <remarks>What comes back is never null: PowerShell would offer files in its place.</remarks>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (KnownNamesFor(commandAst, fakeBoundParameters) is not { } known)
        {
            return [];
        }
        TypedWord word = new(wordToComplete);
        return
        [
            .. Suggest(known, fakeBoundParameters)
                .Where(item => item.Value.Length > 0 && !item.Value.Any(char.IsControl) && word.Begins(item))
                .DistinctBy(item => item.Value)
                .Select(item => new CompletionResult(word.Complete(item), ShownText.Clean(item.Label), CompletionResultType.ParameterValue, ShownText.Clean(item.ToolTip))),
        ];
    }

    /// <summary>All that could be offered, best first.</summary>
    /// <param name="known">What is known of the account.</param>
    /// <param name="bound">The parameters that were typed so far.</param>
    private protected abstract IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound);

    // A session that only the running command would tell is not guessed: another account's printers help nobody.
    private static KnownNames? KnownNamesFor(CommandAst command, IDictionary bound) =>
        Bound(bound, SessionParameter) is BambuSession given ? OpenSessions.KnownNamesOf(given)
        : command.CommandElements.Any(IsSession) ? null
        : OpenSessions.KnownNamesOf(null);

    private static bool IsSession(CommandElementAst element) =>
        element is CommandParameterAst { ParameterName: { Length: > 1 } name } && SessionParameter.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a parameter as far as PowerShell can tell it.</summary>
    private protected static object? Bound(IDictionary bound, string parameter) => bound[parameter] is PSObject wrapped ? wrapped.BaseObject : bound[parameter];

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
