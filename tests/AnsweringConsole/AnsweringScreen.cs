using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace AnsweringConsole;

/// <summary>What stands on the console, what was asked there, and what is answered.</summary>
public sealed class AnsweringScreen(IEnumerable<string> answers) : PSHostUserInterface
{
    private readonly Queue<string> _answers = new(answers);
    private readonly List<string> _asked = [];
    private readonly List<string> _lines = [];
    private readonly List<string> _seen = [];

    /// <summary>The questions so far.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>What was typed so far where the console shows it.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>What was written so far, save progress.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public override PSHostRawUserInterface RawUI => null!;

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        string answer = Answer(message);
        for (int index = 0; index < choices.Count; index++)
        {
            if (choices[index].Label.Replace("&", "", StringComparison.Ordinal) == answer)
            {
                return index;
            }
        }
        throw new InvalidOperationException($"'{answer}' is none of the choices of '{message}'.");
    }

    // As a console does: what is typed is seen, unless it goes into a SecureString.
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        FieldDescription field = descriptions[0];
        string typed = Answer(message);
        if (field.ParameterTypeFullName == typeof(SecureString).FullName)
        {
            return new() { [field.Name] = PSObject.AsPSObject(new NetworkCredential("", typed).SecurePassword) };
        }
        _seen.Add(typed);
        return new() { [field.Name] = PSObject.AsPSObject(typed) };
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options) =>
        throw new NotSupportedException();

    public override string ReadLine() => throw new NotSupportedException();

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    public override void Write(string value) => _lines.Add(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => _lines.Add(value);

    public override void WriteLine(string value) => _lines.Add(value);

    public override void WriteDebugLine(string message) => _lines.Add(message);

    public override void WriteErrorLine(string value) => _lines.Add(value);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override void WriteVerboseLine(string message) => _lines.Add(message);

    public override void WriteWarningLine(string message) => _lines.Add(message);

    private string Answer(string question)
    {
        _asked.Add(question);
        return _answers.TryDequeue(out string? answer) ? answer
            : throw new InvalidOperationException($"Nobody prepared an answer to '{question}'.");
    }
}
