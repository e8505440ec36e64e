using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>How the views in <c>BambuCloud.Format.ps1xml</c> write progress, sizes and states; what others show too is in <see cref="ShownText"/>.</summary>
public static class ViewText
{
    private const int BarCells = 8;

    private enum Tone
    {
        Plain,
        Good,
        Warning,
        Bad,
        Quiet,
    }

    /// <summary>Progress in %, as a bar with its number: <c>████░░░░  52%</c>; in <c>#</c> and <c>.</c> where the console's encoding lacks these.</summary>
    public static string Bar(int? percent)
    {
        if (percent is not { } given)
        {
            return "";
        }
        int whole = Math.Clamp(given, 0, 100);
        (string done, string rest) = ShownText.Bar(whole, BarCells, ShownText.Has(Console.OutputEncoding, "█░"));
        return string.Create(CultureInfo.InvariantCulture, $"{done}{rest} {whole,3}%");
    }

    /// <summary>A size in MB (10^6 bytes), as numbers are written where the user lives.</summary>
    public static string Megabytes(long? bytes) => bytes is { } size ? string.Create(CultureInfo.CurrentCulture, $"{size / 1e6:N2}") : "";

    /// <summary>The layer of a printer's print: <c>32/50</c>.</summary>
    public static string Layers(BambuPrinterStatus? status) => status.OfPrint() is { } print ? ShownText.Layers(print.Layer, print.TotalLayers) : "";

    /// <summary>What a printer does: its stage where that says more than its state.</summary>
    public static object? Doing(BambuPrinterStatus? status) => status switch
    {
        null => null,
        { State: BambuPrinterState.Offline or BambuPrinterState.Finish or BambuPrinterState.Failed } => status.State,
        { Stage: BambuPrinterStage.Idle or BambuPrinterStage.Printing } => status.State,
        _ => status.Stage,
    };

    /// <summary>What an event is about: an error's code, else what the printer does just now.</summary>
    public static object? Subject(BambuPrinterEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Hms?.Code ?? item.PrintError ?? Doing(item.Status);
    }

    /// <summary>
    /// A state in the colours that the user's <c>$PSStyle</c> has for what is well, for warnings and for errors, and dim where nothing goes on.
    /// PowerShell takes colours out of what goes into files, pipelines and variables, but not where the shell that started it redirects its output.
    /// </summary>
    /// <param name="state">A state, outcome, severity, kind of event, or whether a printer is online.</param>
    /// <param name="style"><c>$PSStyle</c>.</param>
    public static string State(object? state, PSObject style)
    {
        ArgumentNullException.ThrowIfNull(style);
        object? given = state is PSObject wrapped ? wrapped.BaseObject : state;
        string text = given?.ToString() ?? "";
        string? colour = text.Length == 0 || !IsColoured(style) ? null : ToneOf(given) switch
        {
            Tone.Good => Of(style, "Formatting", "FormatAccent"),
            Tone.Warning => Of(style, "Formatting", "Warning"),
            Tone.Bad => Of(style, "Formatting", "Error"),
            Tone.Quiet => Of(style, "Dim"),
            _ => null,
        };
        return string.IsNullOrEmpty(colour) ? text : $"{colour}{text}{Of(style, "Reset")}";
    }

    private static Tone ToneOf(object? state) => state switch
    {
        true => Tone.Good,
        false => Tone.Quiet,

        BambuPrinterState.Prepare or BambuPrinterState.Slicing or BambuPrinterState.Running or BambuPrinterState.Finish => Tone.Good,
        BambuPrinterState.Pause => Tone.Warning,
        BambuPrinterState.Failed => Tone.Bad,
        BambuPrinterState.Idle or BambuPrinterState.Offline => Tone.Quiet,

        BambuPrinterStage.Idle => Tone.Quiet,
        BambuPrinterStage stage => stage.ToString().StartsWith("Paused", StringComparison.Ordinal) ? Tone.Warning : Tone.Good,

        BambuPrinterEventType.PrintFinished or BambuPrinterEventType.PrintStarted or BambuPrinterEventType.PrintResumed => Tone.Good,
        BambuPrinterEventType.ErrorCleared or BambuPrinterEventType.PrinterOnline or BambuPrinterEventType.Reconnected => Tone.Good,
        BambuPrinterEventType.PrintPaused or BambuPrinterEventType.PrintCancelled or BambuPrinterEventType.Disconnected => Tone.Warning,
        BambuPrinterEventType.PrintFailed or BambuPrinterEventType.ErrorRaised => Tone.Bad,
        BambuPrinterEventType.PrinterOffline => Tone.Quiet,

        BambuDevicePrintStatus.Active or BambuDevicePrintStatus.Running or BambuDevicePrintStatus.Success => Tone.Good,
        BambuDevicePrintStatus.Paused => Tone.Warning,
        BambuDevicePrintStatus.Failed => Tone.Bad,
        BambuDevicePrintStatus.Idle => Tone.Quiet,

        BambuPrintJobStatus.Printing or BambuPrintJobStatus.Completed => Tone.Good,
        BambuPrintJobStatus.Paused => Tone.Warning,
        BambuPrintJobStatus.Failed => Tone.Bad,

        BambuTaskStatus.Running or BambuTaskStatus.Finished => Tone.Good,
        BambuTaskStatus.Failed => Tone.Bad,

        BambuPrintOutcome.Finished => Tone.Good,
        BambuPrintOutcome.Cancelled or BambuPrintOutcome.TimedOut => Tone.Warning,
        BambuPrintOutcome.Failed => Tone.Bad,

        BambuCommandOutcome.Confirmed => Tone.Good,
        BambuCommandOutcome.Unconfirmed => Tone.Warning,
        BambuCommandOutcome.Refused => Tone.Bad,

        BambuHmsSeverity.Fatal or BambuHmsSeverity.Serious => Tone.Bad,
        BambuHmsSeverity.Common => Tone.Warning,
        BambuHmsSeverity.Info => Tone.Quiet,

        _ => Tone.Plain,
    };

    private static bool IsColoured(PSObject style) => Of(style, "OutputRendering") switch
    {
        "Ansi" => true,
        "Host" => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        _ => false,
    };

    // PSStyle itself is not in the library that the module is compiled against.
    private static string? Of(PSObject style, params ReadOnlySpan<string> path)
    {
        object? value = style;
        foreach (string name in path)
        {
            value = value is null ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
        }
        return value?.ToString();
    }
}
