using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>What printers say of themselves, for a command that goes on where they cannot be asked.</summary>
internal static class ReportedStates
{
    /// <summary>
    /// The states of those that answer in time. Where no broker is named nobody is asked; where it cannot be reached that is a warning.
    /// </summary>
    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <param name="printers">The printers.</param>
    /// <param name="limit">How long they may take.</param>
    /// <param name="refused">Told of each printer whose reports the broker refuses.</param>
    /// <param name="question">What is to be known: <c>whether they print</c>.</param>
    public static IReadOnlyList<BambuPrinterStatus> Of(
        SessionCmdlet cmdlet, IReadOnlyList<AccountPrinter> printers, TimeSpan limit, Action<BambuException>? refused, string question)
    {
        List<BambuPrinterStatus> states = [];
        AccountPrinter[] asked = [.. printers.Where(printer => printer.Way.Info.MqttEndpoint is not null)];
        try
        {
            states.AddRange(cmdlet.StreamFrom(asked, (session, devices, cancellation) =>
                session.Printers.GetStatusAsync(devices, limit, refused, cancellation)));
        }
        catch (BambuException fault)
        {
            cmdlet.WriteWarning($"The printers could not be asked {question}: {fault.Message}");
        }
        return states;
    }
}
