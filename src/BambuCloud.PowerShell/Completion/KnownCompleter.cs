using System.Collections;
using System.Management.Automation.Language;
using BambuCloud.Cmdlets;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>What completers have in common that read what is known of the session's account. Without a session there is nothing.</summary>
internal abstract class KnownCompleter : SuggestionCompleter
{
    private const string SessionParameter = nameof(SessionCmdlet.Session);

    /// <summary>All that could be offered, best first.</summary>
    /// <param name="known">What is known of the account.</param>
    /// <param name="bound">The parameters that were typed so far.</param>
    private protected abstract IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound);

    private protected sealed override IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound) =>
        KnownNamesFor(command, bound) is { } known ? Suggest(known, bound) : [];

    // A session that only the running command would tell is not guessed: another account's printers help nobody.
    private static KnownNames? KnownNamesFor(CommandAst command, IDictionary bound) =>
        SessionIn(Bound(bound, SessionParameter)) is { } given ? OpenSessions.KnownNamesOf(given)
        : command.CommandElements.Any(IsSession) ? null
        : OpenSessions.KnownNamesOf(null);

    private static BambuSession? SessionIn(object? value) => value is object?[] several
        ? several.Select(Plain).OfType<BambuSession>().FirstOrDefault()
        : value as BambuSession;

    private static bool IsSession(CommandElementAst element) =>
        element is CommandParameterAst { ParameterName: { Length: > 1 } name }
            && SessionParameter.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
