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
        return Ask(action, printers, index => prints.GetValueOrDefault(printers[index].Id));
    }

    /// <summary>Whether the user wants it, where it does not matter what they print.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="printers">The printers; there may be none, and nothing is asked then.</param>
    /// <param name="detail">What is said of one of them, by its place.</param>
    public bool Ask(string action, IReadOnlyList<AccountPrinter> printers, Func<int, string?> detail)
    {
        string[] targets = [.. printers.Select((printer, index) => printer.Label + detail(index))];
        return targets.Length > 0 && cmdlet.ShouldProcess(
            targets.Length == 1 ? targets[0] : $"{targets.Length} printers:{string.Concat(targets.Select(target => $"\n  {target}"))}",
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
        // The question is asked all the same where the printers cannot be.
        foreach (BambuPrinterStatus status in ReportedStates.Of(cmdlet, printers, LongestQuestion, cmdlet.PostError, "what they print"))
        {
            prints[status.DeviceId] = status.State.IsPrinting()
                ? string.Create(CultureInfo.InvariantCulture,
                    $", which prints {DisplayText.Clean(status.JobName)} ({status.Progress ?? 0} %)")
                : status.State == BambuPrintState.Offline ? ", which does not answer" : ", which prints nothing";
        }
        return prints;
    }
}
