using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The variables that hold a session: open ones first.</summary>
internal sealed class SessionCompleter : SuggestionCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound) =>
        from variable in Prompt?.InvokeProvider.ChildItem.Get("Variable:", recurse: false)
            .Select(item => item.BaseObject).OfType<PSVariable>() ?? []
        let session = Plain(variable.Value) as BambuSession
        where session is not null
        let closed = OpenSessions.Peek(session) is null
        orderby closed
        select new Suggestion(Reference(variable.Name), variable.Name,
            $"Session: {Line(session.Uid, $"{session.Region}", closed ? "closed" : null)}")
        { IsExpression = true };

    private static string Reference(string name) =>
        name.All(character => char.IsLetterOrDigit(character) || character == '_') ? $"${name}"
            : $"${{{CodeGeneration.EscapeVariableName(name)}}}";
}
