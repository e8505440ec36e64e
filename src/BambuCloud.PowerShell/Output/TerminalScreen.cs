using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;

namespace BambuCloud.Output;

/// <summary>Whether a command has the screen for itself.</summary>
internal static class TerminalScreen
{
    /// <summary>
    /// Whether the process is at a terminal that is more than a typewriter, the host draws on it, and what the command writes would
    /// be shown there: not in a file, a variable or another command.
    /// </summary>
    public static bool IsAvailable(PSHost host, ICommandRuntime runtime, InvocationInfo invocation) =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && host.UI?.SupportsVirtualTerminal == true
            && IsShown(runtime, invocation);

    // `Show-BambuFleet > log.txt` is nothing that a cmdlet could see: to PowerShell the file is where its pipe leads. PowerShell asks
    // the same of its pipe before it starts a program. Where a later PowerShell calls this otherwise, the place in the pipeline tells.
    private static bool IsShown(ICommandRuntime runtime, InvocationInfo invocation)
    {
        object? pipe = Inner(runtime, "OutputPipe");
        return pipe is null
            ? invocation.PipelinePosition == invocation.PipelineLength
            : Inner(Inner(pipe, "DownstreamCmdlet"), "CommandInfo") is CommandInfo { Name: "Out-Default" or "Out-Host" };
    }

    private static object? Inner(object? of, string property) =>
        of?.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)?.GetValue(of);
}
