using System.Globalization;
using System.Management.Automation.Host;

namespace AnsweringConsole;

/// <summary>A console that somebody sits at: it gives prepared answers, and keeps what it was asked.</summary>
public sealed class AnsweringHost(params string[] answers) : PSHost
{
    public AnsweringScreen Screen { get; } = new(answers);

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Answering";

    public override PSHostUserInterface UI => Screen;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
