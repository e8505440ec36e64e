using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace BambuCloud.Playground.Hosting;

/// <summary>
/// What the engine writes and asks, on the console. Progress is one line that is drawn over again; where the output goes to a
/// file, it is a line for each fifth of the way.
/// </summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private const int BarWidth = 24;
    private const int RedirectedStep = 20;

    private readonly Lock _lock = new();
    private int _drawn;
    private int _told = -1;

    /// <summary>Answers a question in place of whoever sits at the console; null where nothing does.</summary>
    public Func<string, string>? Answer { get; set; }

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    public override bool SupportsVirtualTerminal =>
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public override void Write(string value)
    {
        lock (_lock)
        {
            Erase();
            Console.Write(SupportsVirtualTerminal ? value : new StringDecorated(value).ToString(OutputRendering.PlainText));
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine($"DEBUG: {message}");

    public override void WriteVerboseLine(string message) => WriteLine($"VERBOSE: {message}");

    public override void WriteWarningLine(string message) => WriteLine($"WARNING: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_lock)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                Erase();
                _told = -1;
                return;
            }
            int percent = Math.Clamp(record.PercentComplete, 0, 100);
            int filled = percent * BarWidth / 100;
            string line = string.Create(CultureInfo.CurrentCulture,
                $"{record.Activity} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {percent,3} % "
                + $"{record.StatusDescription}");
            if (!Console.IsOutputRedirected)
            {
                int width = RawUI.BufferSize.Width - 1;
                line = line.Length > width ? line[..width] : line;
                Console.Write($"\r{line.PadRight(_drawn)}");
                _drawn = line.Length;
            }
            else if (percent / RedirectedStep != _told)
            {
                _told = percent / RedirectedStep;
                Console.WriteLine(line);
            }
        }
    }

    /// <summary>Takes a progress line away that nobody completed.</summary>
    public void EndProgress()
    {
        lock (_lock)
        {
            Erase();
            _told = -1;
        }
    }

    public override string ReadLine() => Console.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString()
    {
        SecureString secret = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }
        Console.WriteLine();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteQuestion(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            Write($"{field.Name}: ");
            bool secret = field.ParameterTypeFullName == typeof(SecureString).FullName;
            answers[field.Name] = secret ? PSObject.AsPSObject(ReadLineAsSecureString()) : PSObject.AsPSObject(ReadLine());
        }
        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteQuestion(caption, message);
        while (true)
        {
            IEnumerable<string> keys = choices.Select(choice =>
                $"[{KeyOf(choice)}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}");
            Write($"{string.Join("  ", keys)}: ");
            if (AnswerTo(message)?.Trim() is not { Length: > 0 } answer)
            {
                return defaultChoice;
            }
            for (int index = 0; index < choices.Count; index++)
            {
                if (answer.Equals(KeyOf(choices[index]), StringComparison.OrdinalIgnoreCase)
                    || answer.Equals(choices[index].Label.Replace("&", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
                {
                    return index;
                }
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        WriteQuestion(caption, message);
        Write("User: ");
        string user = string.IsNullOrEmpty(userName) ? ReadLine() : userName;
        Write($"Password for {user}: ");
        return new PSCredential(user, ReadLineAsSecureString());
    }

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private static string KeyOf(ChoiceDescription choice) =>
        choice.Label.IndexOf('&', StringComparison.Ordinal) is >= 0 and { } mark && mark + 1 < choice.Label.Length
            ? choice.Label.Substring(mark + 1, 1)
            : choice.Label;

    private string? AnswerTo(string message)
    {
        if (Answer is null)
        {
            return Console.ReadLine();
        }
        string answer = Answer(message);
        WriteLine(answer);
        return answer;
    }

    private void WriteQuestion(string caption, string message)
    {
        foreach (string line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }
    }

    private void Erase()
    {
        if (_drawn > 0)
        {
            Console.Write($"\r{new string(' ', _drawn)}\r");
            _drawn = 0;
        }
    }
}
