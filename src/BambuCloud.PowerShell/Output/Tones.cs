namespace BambuCloud.Output;

/// <summary>What each state means to somebody who looks at it: the one place from which views and board take their colours.</summary>
internal static class Tones
{
    /// <summary>
    /// The tone of a state, outcome, severity, kind of event, or of whether a printer is online, by its word, which is all that a copy from
    /// a job or a file has of it; <see cref="Tone.Plain"/> for anything else. A word means the same wherever it stands.
    /// </summary>
    public static Tone Of(object? state) => state?.ToString() switch
    {
        nameof(BambuPrintState.Preparing) or nameof(BambuPrintState.Running) or nameof(BambuPrintState.Finished) => Tone.Good,
        nameof(BambuPrintState.Paused) or nameof(BambuPrintState.Cancelled) => Tone.Warning,
        nameof(BambuPrintState.Failed) => Tone.Bad,
        nameof(BambuPrintState.Idle) or nameof(BambuPrintState.Offline) => Tone.Quiet,

        nameof(BambuPrinterEventType.PrintFinished) or nameof(BambuPrinterEventType.PrintStarted)
            or nameof(BambuPrinterEventType.PrintResumed) => Tone.Good,
        nameof(BambuPrinterEventType.ErrorCleared) or nameof(BambuPrinterEventType.PrinterOnline)
            or nameof(BambuPrinterEventType.Reconnected) => Tone.Good,
        nameof(BambuPrinterEventType.PrintPaused) or nameof(BambuPrinterEventType.PrintCancelled)
            or nameof(BambuPrinterEventType.Disconnected) => Tone.Warning,
        nameof(BambuPrinterEventType.PrintFailed) or nameof(BambuPrinterEventType.ErrorRaised) => Tone.Bad,
        nameof(BambuPrinterEventType.PrinterOffline) => Tone.Quiet,

        nameof(BambuPrintResult.TimedOut) => Tone.Warning,

        nameof(BambuCommandOutcome.Confirmed) => Tone.Good,
        nameof(BambuCommandOutcome.Unconfirmed) => Tone.Warning,
        nameof(BambuCommandOutcome.Refused) => Tone.Bad,

        nameof(BambuHmsSeverity.Fatal) or nameof(BambuHmsSeverity.Serious) => Tone.Bad,
        nameof(BambuHmsSeverity.Common) => Tone.Warning,
        nameof(BambuHmsSeverity.Info) => Tone.Quiet,

        "True" => Tone.Good, // Online.
        "False" => Tone.Quiet,

        { } stage when Enum.IsDefined(typeof(BambuPrinterStage), stage) => stage.StartsWith("Paused", StringComparison.Ordinal)
            ? Tone.Warning : Tone.Good,
        _ => Tone.Plain,
    };
}
