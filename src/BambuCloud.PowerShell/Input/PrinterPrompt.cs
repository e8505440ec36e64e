using System.Globalization;
using System.Management.Automation;
using BambuCloud.Cmdlets;
using BambuCloud.Output;

namespace BambuCloud.Input;

/// <summary>Asks once for all printers that a command changes, by their names and with what they print.</summary>
internal sealed class PrinterPrompt(SessionCmdlet cmdlet, ConfirmImpact impact)
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(3);

    /// <summary>Whether the user wants it.</summary>
    /// <param name="action">What is done: <c>Stop the print</c>.</param>
    /// <param name="printers">The printers; there may be none, and nothing is asked then.</param>
    /// <param name="running">Whether it matters what they print.</param>
    public bool Ask(string action, IReadOnlyList<AccountPrinter> printers, bool running)
    {
        if (printers.Count == 0)
        {
            return false;
        }
        Dictionary<string, string> prints = running && IsShown() ? PrintsOf(printers) : [];
        string[] targets = [.. printers.Select(printer => printer.Label + prints.GetValueOrDefault(printer.Id))];
        return cmdlet.ShouldProcess(
            targets.Length == 1 ? targets[0] : $"{targets.Length} printers:{string.Concat(targets.Select(target => $"\n  {target}"))}\n",
                action);
    }

    // The printers are asked what they print only where somebody reads it: in a prompt, with -WhatIf or with -Verbose.
    private bool IsShown() => cmdlet.IsTraced || Is("WhatIf", "WhatIfPreference") || Is("Confirm", null)
        || (cmdlet.GetVariableValue("ConfirmPreference") is { } least
            && LanguagePrimitives.TryConvertTo(least, out ConfirmImpact level) && level != ConfirmImpact.None && impact >= level
            && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm"));

    private bool Is(string parameter, string? preference) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
            ? LanguagePrimitives.IsTrue(given)
            : preference is not null && LanguagePrimitives.IsTrue(cmdlet.GetVariableValue(preference));

    private Dictionary<string, string> PrintsOf(IReadOnlyList<AccountPrinter> printers)
    {
        Dictionary<string, string> prints = [];
        foreach (BambuPrinterStatus status in cmdlet.StreamFrom(printers, (session, devices, cancellation) =>
            session.Cloud.Printers.GetStatusAsync(devices, LongestQuestion, cmdlet.PostError, cancellation)))
        {
            prints[status.DeviceId] = status.State.IsPrinting()
                ? string.Create(CultureInfo.InvariantCulture,
                    $", which prints {DisplayText.Clean(status.JobName)} ({status.Progress ?? 0} %)")
                : status.State == BambuPrintState.Offline ? ", which does not answer" : ", which prints nothing";
        }
        return prints;
    }
}
