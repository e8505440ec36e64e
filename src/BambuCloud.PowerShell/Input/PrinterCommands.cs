using System.Management.Automation;
using BambuCloud.Cmdlets;
using BambuCloud.Output;

namespace BambuCloud.Input;

/// <summary>
/// A command to printers. The user is asked once for all of them, and they get it side by side: with a large fleet the answers are waited
/// for together.
/// </summary>
internal sealed class PrinterCommands(SessionCmdlet cmdlet, BambuPrinterCommand command)
{
    /// <summary>The printers.</summary>
    public PrinterInput Printers { get; } = new(cmdlet) { Live = true, Own = true };

    /// <summary>Sends the command where the user agrees, and writes what became of it; what was not confirmed is an error too.</summary>
    /// <param name="timeoutSec">How long a printer may take to show it, in seconds.</param>
    /// <param name="impact">How grave it is.</param>
    public void Send(int timeoutSec, ConfirmImpact impact)
    {
        if (!new PrinterPrompt(cmdlet, impact).Ask($"{command} the print", Printers.Printers, running: true))
        {
            return;
        }
        TimeSpan timeout = TimeSpan.FromSeconds(timeoutSec);
        foreach (BambuCommandResult result in cmdlet.StreamFrom(Printers.Printers, (session, devices, cancellation) =>
            session.Printers.SendAsync(devices, command, timeout, cancellation)))
        {
            cmdlet.WriteObject(result);
            if (FaultOf(result) is { } fault)
            {
                cmdlet.WriteError(cmdlet.RecordOf(fault, result));
            }
        }
    }

    private static BambuException? FaultOf(BambuCommandResult result) => result.Outcome switch
    {
        BambuCommandOutcome.Confirmed => null,
        BambuCommandOutcome.Refused => Fault(BambuErrorKind.CommandRefused, result, "was refused"),
        _ when !result.Sent => Fault(BambuErrorKind.DeviceOffline, result, "was not sent"),
        _ => Fault(BambuErrorKind.CommandUnconfirmed, result, "is not confirmed"),
    };

    private static BambuException Fault(BambuErrorKind kind, BambuCommandResult result, string what) =>
        new(kind, $"{result.Command} of the print on '{result.DeviceName ?? result.DeviceId}' {what}: {result.Reason}")
        {
            Subject = result.DeviceId,
        };
}
