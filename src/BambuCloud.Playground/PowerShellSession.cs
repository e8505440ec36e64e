using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Security;
using BambuCloud.Playground.Hosting;
using BambuCloud.Simulator;
using Microsoft.PowerShell;

namespace BambuCloud.Playground;

/// <summary>A PowerShell engine with the built module imported, and the simulated cloud's addresses in variables.</summary>
internal sealed class PowerShellSession : IDisposable
{
    private const string Seen = "seen";

    private readonly ConsoleHost _host = new();
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public PowerShellSession(SimulatedCloud cloud)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass; // The views are not signed; the policy is this process's alone.
        }
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        Set("token", Secret(cloud.Account.AccessToken));
        Set("api", cloud.ApiEndpoint);
        Set("mqtt", new Uri(cloud.MqttEndpoint.OriginalString));
        _runspace.SessionStateProxy.Path.SetLocation(Path.Combine(AppContext.BaseDirectory, "data"));
        using PowerShell import = PowerShell.Create(_runspace);
        import.AddCommand("Import-Module").AddParameter("Name", ModulePath).AddParameter("ErrorAction", ActionPreference.Stop).Invoke();
    }

    /// <summary>Where the build left the module.</summary>
    public static string ModulePath { get; } = Path.Combine(
        typeof(PowerShellSession).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "ModuleFolder").Value!, "BambuCloud.psd1");

    /// <summary>What <c>exit</c> said; null while nobody said it.</summary>
    public int? ExitCode => _host.ExitCode;

    /// <summary>Answers the questions of cmdlets in place of whoever sits at the console; null where nothing does.</summary>
    public Func<string, string>? Answer
    {
        get => _host.Terminal.Answer;
        set => _host.Terminal.Answer = value;
    }

    /// <summary>Gives a variable its value.</summary>
    public void Set(string variable, object value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>A text as the secret that cmdlets take.</summary>
    public static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }
        return secret;
    }

    /// <summary>Runs a command as at a prompt: PowerShell formats what comes and tells errors.</summary>
    /// <returns>The objects that came, and whether there was no error.</returns>
    public (Collection<PSObject> Objects, bool Succeeded) Run(string command)
    {
        Collection<PSObject> seen = [];
        Set(Seen, seen);
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(command);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("ForEach-Object").AddParameter("Process", ScriptBlock.Create($"${Seen}.Add($_); $_")).AddCommand("Out-Default");
        Volatile.Write(ref _running, shell);
        try
        {
            shell.Invoke();
            return (seen, !seen.Any(item => item.BaseObject is ErrorRecord));
        }
        catch (PipelineStoppedException)
        {
            return (seen, false);
        }
        catch (RuntimeException error)
        {
            Show(error.ErrorRecord);
            return (seen, false);
        }
        finally
        {
            Volatile.Write(ref _running, null);
            _host.Terminal.EndProgress();
        }
    }

    /// <summary>Stops the command that runs, as <c>Ctrl+C</c> does.</summary>
    public void Stop() => Volatile.Read(ref _running)?.BeginStop(null, null);

    public void Dispose() => _runspace.Dispose();

    private void Show(ErrorRecord error)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", error).Invoke();
    }
}
