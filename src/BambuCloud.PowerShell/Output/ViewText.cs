using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Output;

/// <summary>
/// How the views in <c>BambuCloud.Format.ps1xml</c> write progress, sizes and states; what the board shows too is in
/// <see cref="DisplayText"/>.
/// PowerShell shows what came back from a job, another machine or a file with the same views: copies of records that have their properties,
/// and in place of a state its word. So no record is taken as its type here.
/// </summary>
public static class ViewText
{
    private const int BarCells = 6;

    /// <summary>As <see cref="DisplayText.Clean"/>; of a list, its items, also where a copy of a record has it as a plain one.</summary>
    public static string Clean(object? text) =>
        DisplayText.Clean(text is IEnumerable items and not string ? string.Join("; ", items.Cast<object?>()) : text?.ToString());

    /// <inheritdoc cref="DisplayText.Duration"/>
    public static string Duration(TimeSpan? time) => DisplayText.Duration(time);

    /// <inheritdoc cref="DisplayText.Temperature"/>
    public static string Temperature(double? actual, double? target) => DisplayText.Temperature(actual, target);

    /// <summary>How long something is still valid; <c>expired</c> where it is no more, and empty where nobody said.</summary>
    public static string Validity(DateTime? end) => end is not { } time ? ""
        : time.ToUniversalTime() - DateTime.UtcNow is { Ticks: > 0 } left ? DisplayText.Duration(left) : "expired";

    /// <summary>Two numbers and what lies between: <c>190-240</c>; empty for none.</summary>
    public static string Range(int? least, int? most) =>
        least is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{least}-{most}");

    /// <summary>
    /// Progress in %, as a bar with its number: <c>███░░░  52%</c>; in <c>#</c> and <c>.</c> where the console's encoding lacks these.
    /// </summary>
    public static string Bar(int? percent)
    {
        if (percent is not { } given)
        {
            return "";
        }
        int whole = Math.Clamp(given, 0, 100);
        (string done, string rest) = DisplayText.Bar(whole, BarCells, DisplayText.Has(Console.OutputEncoding, "█░"));
        return string.Create(CultureInfo.InvariantCulture, $"{done}{rest} {whole,3}%");
    }

    /// <summary>A size in MB (10^6 bytes), as numbers are written where the user lives.</summary>
    public static string Megabytes(long? bytes) => bytes is { } size ? string.Create(CultureInfo.CurrentCulture, $"{size / 1e6:N2}") : "";

    /// <summary>A text that others wrote, such as release notes, line by line, each without what a terminal would obey.</summary>
    public static string Lines(string? text) =>
        string.Join(Environment.NewLine, (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(DisplayText.Clean));

    /// <summary>
    /// What a list or a dictionary holds, item by item, each as a text without what a terminal would obey; null for none.
    /// </summary>
    public static IEnumerable<string>? Items(IEnumerable? items) => items?.Cast<object?>()
        .Select(item => DisplayText.Clean(item is DictionaryEntry entry ? $"[{entry.Key}, {entry.Value}]" : item?.ToString()));

    /// <summary>The layer of a printer's print: <c>32/50</c>.</summary>
    public static string Layers(PSObject? status) =>
        StateOf(status).HasFigures() ? DisplayText.Layers(Read<int?>(status, "Layer"), Read<int?>(status, "TotalLayers")) : "";

    /// <summary>The progress of a printer's print in %; null where no figures of a print hold.</summary>
    public static int? Progress(PSObject? status) => StateOf(status).HasFigures() ? Read<int?>(status, "Progress") : null;

    /// <summary>The progress of a printer's print: <c>52%</c>; empty where no figures of a print hold.</summary>
    public static string Percent(PSObject? status) =>
        Progress(status) is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent}%") : "";

    /// <summary>How long a printer's print still takes; empty where none is under way.</summary>
    public static string Left(PSObject? status) =>
        StateOf(status).IsPrinting() ? DisplayText.Duration(Read<TimeSpan?>(status, "RemainingTime")) : "";

    /// <summary>How long a job still takes; empty where it has ended.</summary>
    public static string LeftOfJob(PSObject? job) =>
        Read<BambuPrintState>(job, "Status").IsUnderWay() ? DisplayText.Duration(Read<TimeSpan?>(job, "RemainingTime")) : "";

    /// <summary>What a printer does: its stage where that says more than its state.</summary>
    public static object? Doing(PSObject? status) =>
        (Read<BambuPrintState?>(status, "State"), Read<BambuPrinterStage>(status, "Stage")) switch
        {
            (null, _) => null,
            ({ } ended, _) when ended.HasEnded() || ended == BambuPrintState.Offline => StateOf(status),
            (_, BambuPrinterStage.Idle or BambuPrinterStage.Printing) => StateOf(status),
            (_, BambuPrinterStage stage) => stage,
        };

    /// <summary>What an event is about: an error's code, why the connection was lost, else what the printer does just now.</summary>
    public static object? Subject(PSObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Of(item, "Hms") ?? Of(item, "PrintError") ?? Of(item, "Reason") ?? Doing(Read<PSObject>(item, "Status"));
    }

    /// <summary>
    /// A state in the colours that the user's <c>$PSStyle</c> has for what is well, for warnings and for errors, and dim where nothing goes
    /// on. PowerShell takes colours out of what goes into files, pipelines and variables, but not where the shell that started it redirects
    /// its output.
    /// </summary>
    /// <param name="state">A state, outcome, severity, kind of event, or whether a printer is online.</param>
    /// <param name="style"><c>$PSStyle</c>.</param>
    public static string State(PSObject? state, PSObject style)
    {
        ArgumentNullException.ThrowIfNull(style);
        string text = state?.ToString() ?? "";
        string? colour = text.Length == 0 || !IsColoured(style) ? null : Tones.Of(text) switch
        {
            Tone.Good => Of(style, "Formatting", "FormatAccent"),
            Tone.Warning => Of(style, "Formatting", "Warning"),
            Tone.Bad => Of(style, "Formatting", "Error"),
            Tone.Quiet => Of(style, "Dim"),
            _ => null,
        };
        return string.IsNullOrEmpty(colour) ? text : $"{colour}{text}{Of(style, "Reset")}";
    }

    /// <summary>As <see cref="State"/>; empty where nothing is known.</summary>
    public static string KnownState(PSObject? state, PSObject style) =>
        state?.ToString() == nameof(BambuPrintState.Unknown) ? "" : State(state, style);

    /// <summary>Whether colours are wanted.</summary>
    /// <param name="style"><c>$PSStyle</c>.</param>
    internal static bool IsColoured(PSObject style) => Of(style, "OutputRendering") switch
    {
        "Ansi" => true,
        "Host" => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        _ => false,
    };

    private static BambuPrintState StateOf(PSObject? status) => Read<BambuPrintState>(status, "State");

    private static T? Read<T>(PSObject? item, string name) =>
        LanguagePrimitives.TryConvertTo(item?.Properties[name]?.Value, out T? value) ? value : default;

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
