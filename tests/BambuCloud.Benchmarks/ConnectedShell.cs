using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using Microsoft.PowerShell;

namespace BambuCloud.Benchmarks;

/// <summary>A PowerShell engine with the module connected to a server on loopback.</summary>
internal sealed class ConnectedShell : IDisposable
{
    private readonly Runspace _runspace;

    public ConnectedShell(Uri api)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _runspace.SessionStateProxy.SetVariable("token", new NetworkCredential("", "eyJhbGciOiJub25lIn0.eyJ1c2VybmFtZSI6InVfMSJ9.x").SecurePassword);
        _runspace.SessionStateProxy.SetVariable("api", api);
        Run($"Import-Module '{Built.Module}'; Connect-BambuCloud $token -ApiEndpoint $api");
    }

    /// <summary>Runs a command whose errors end the measurement.</summary>
    public void Run(string command)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript($"$ErrorActionPreference = 'Stop'; {command}").Invoke();
    }

    public void Dispose() => _runspace.Dispose();
}
