using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

// Runs the script that is given and prints what it writes, one line an object. Exit code 1 and the errors' text when it has any.
InitialSessionState state = InitialSessionState.CreateDefault2();
if (OperatingSystem.IsWindows())
{
    state.ExecutionPolicy = ExecutionPolicy.Bypass;
}
using PowerShell shell = PowerShell.Create(state);
shell.AddScript(args[0]);
foreach (string argument in args.Skip(1))
{
    shell.AddArgument(argument);
}
try
{
    foreach (PSObject item in shell.Invoke())
    {
        Console.WriteLine(item);
    }
}
catch (RuntimeException ended)
{
    Console.Error.WriteLine(ended.ErrorRecord);
    return 1;
}
foreach (ErrorRecord error in shell.Streams.Error)
{
    Console.Error.WriteLine(error);
}
return shell.Streams.Error.Count > 0 ? 1 : 0;
