using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using Microsoft.PowerShell;

namespace BambuCloud.Benchmarks;

/// <summary>A PowerShell engine with the module connected to a server on loopback.</summary>
internal sealed class ConnectedShell : IDisposable
{
    private readonly Runspace _runspace;

    public ConnectedShell(Uri api, Uri? mqtt = null)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }
        state.Commands.Add(new SessionStateCmdletEntry("Measure-Event", typeof(MeasureEvent), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _runspace.SessionStateProxy.SetVariable("token",
            new NetworkCredential("", "eyJhbGciOiJub25lIn0.eyJ1c2VybmFtZSI6InVfMSJ9.x").SecurePassword);
        _runspace.SessionStateProxy.SetVariable("api", api);
        _runspace.SessionStateProxy.SetVariable("more", mqtt is null ? new Dictionary<string, object>()
            : new Dictionary<string, object> { ["MqttEndpoint"] = mqtt });
        Run($"Import-Module '{Built.Module}'; Connect-BambuCloud $token -ApiEndpoint $api @more");
    }

    /// <summary>Runs a command whose errors end the measurement.</summary>
    public void Run(string command)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript($"$ErrorActionPreference = 'Stop'; {command}").Invoke();
    }

    /// <summary>Starts a command that runs until it is disposed.</summary>
    public IDisposable Start(string command)
    {
        PowerShell shell = PowerShell.Create(_runspace).AddScript($"$ErrorActionPreference = 'Stop'; {command}");
        shell.Streams.Progress.DataAdded += (_, _) => shell.Streams.Progress.Clear(); // As a host that shows it and forgets it.
        shell.BeginInvoke();
        return new Stopping(shell);
    }

    public void Dispose() => _runspace.Dispose();

    private sealed class Stopping(PowerShell shell) : IDisposable
    {
        public void Dispose()
        {
            shell.Stop();
            shell.Dispose();
        }
    }
}
