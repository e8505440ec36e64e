using System.Management.Automation;
using System.Management.Automation.Language;

namespace BambuCloud.Playground;

/// <summary>A prompt with the module connected. <c>Ctrl+C</c> stops a command; <c>exit</c> or the input's end leaves.</summary>
internal static class Prompt
{
    public static int Run(PowerShellSession shell, CancellationToken cancellationToken)
    {
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            shell.Stop();
        };
        if (!shell.Run("Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru").Succeeded)
        {
            return 1;
        }
        Console.WriteLine("Try: Get-BambuDevice -Online | Send-BambuPrint -Path cube.gcode.3mf");
        Console.WriteLine("     Watch-BambuPrinter -TimeoutSec 20");
        Console.WriteLine("'exit' leaves.");
        while (!cancellationToken.IsCancellationRequested && shell.ExitCode is null && Read() is { } command)
        {
            shell.Run(command);
        }
        return shell.ExitCode ?? 0;
    }

    // Lines until they are a whole command, as PowerShell's own prompt reads them.
    private static string? Read()
    {
        string command = "";
        Console.Write("PS> ");
        while (Console.ReadLine() is { } line)
        {
            command += line + '\n';
            Parser.ParseInput(command, out _, out ParseError[] errors);
            if (!errors.Any(error => error.IncompleteInput))
            {
                return command;
            }
            Console.Write(">> ");
        }
        return null;
    }
}
