using System.Globalization;
using System.Management.Automation.Host;

namespace BambuCloud.Playground.Hosting;

/// <summary>The engine's way to the console.</summary>
internal sealed class ConsoleHost : PSHost
{
    public ConsoleUserInterface Terminal { get; } = new();

    public int? ExitCode { get; private set; }

    public override string Name => "BambuCloud.Playground";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => Terminal;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("The playground has one prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("The playground has one prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
