using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What a command wrote.</summary>
public sealed record PowerShellRun(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Verbose)
{
    /// <summary>The one object that came.</summary>
    public PSObject Only => Assert.Single(Output);

    /// <summary>The one error that came.</summary>
    public ErrorRecord Error => Assert.Single(Errors);

    /// <summary>A property of every object that came, as text.</summary>
    public IReadOnlyList<string> All(string property) => [.. Output.Select(item => item.Text(property) ?? "")];

    /// <summary>The command came to its end without an error.</summary>
    public PowerShellRun Succeeded()
    {
        Assert.Empty(Errors);
        return this;
    }
}

/// <summary>Reading what scripts read.</summary>
public static class ScriptProperties
{
    public static object? Value(this PSObject item, string property) => item.Properties[property]?.Value;

    public static string? Text(this PSObject item, string property) => item.Value(property)?.ToString();
}

/// <summary>A runspace with the built module, as a user's prompt has.</summary>
public sealed class UserPrompt : IDisposable
{
    private readonly Runspace _runspace;

    public UserPrompt()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Run($"Import-Module '{Built.Manifest}'").Succeeded();
    }

    /// <summary>Sets a variable.</summary>
    public object? this[string variable]
    {
        set => _runspace.SessionStateProxy.SetVariable(variable, value);
    }

    /// <summary>Runs a command to its end; a terminating error is the last of its errors.</summary>
    public PowerShellRun Run(string command)
    {
        using System.Management.Automation.PowerShell shell = Start(command);
        List<PSObject> output = [];
        List<ErrorRecord> terminating = [];
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException ended)
        {
            terminating.Add(ended.ErrorRecord);
        }
        return new PowerShellRun(
            output,
            [.. shell.Streams.Error.Where(error => !terminating.Any(last => last.Exception == error.Exception)), .. terminating],
            [.. shell.Streams.Verbose.Select(line => line.Message)]);
    }

    /// <summary>A command that is not started yet.</summary>
    public System.Management.Automation.PowerShell Start(string command)
    {
        System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript(command);
        return shell;
    }

    public void Dispose() => _runspace.Dispose();
}
