namespace BambuCloud;

/// <summary>What each state means to somebody who looks at it: the one place from which views and board take their colours.</summary>
public static class BambuTones
{
    /// <summary>
    /// The tone of a state, outcome, severity, kind of event, or of whether a printer is online, by its word, which is all that a copy from a job or a
    /// file has of it; <see cref="BambuTone.Plain"/> for anything else. A word means the same wherever it stands.
    /// </summary>
    public static BambuTone Of(object? state) => state?.ToString() switch
    {
        nameof(BambuPrinterState.Prepare) or nameof(BambuPrinterState.Slicing) or nameof(BambuPrinterState.Running) or nameof(BambuPrinterState.Finish) => BambuTone.Good,
        nameof(BambuPrinterState.Pause) => BambuTone.Warning,
        nameof(BambuPrinterState.Failed) => BambuTone.Bad,
        nameof(BambuPrinterState.Idle) or nameof(BambuPrinterState.Offline) => BambuTone.Quiet,

        nameof(BambuPrinterEventType.PrintFinished) or nameof(BambuPrinterEventType.PrintStarted) or nameof(BambuPrinterEventType.PrintResumed) => BambuTone.Good,
        nameof(BambuPrinterEventType.ErrorCleared) or nameof(BambuPrinterEventType.PrinterOnline) or nameof(BambuPrinterEventType.Reconnected) => BambuTone.Good,
        nameof(BambuPrinterEventType.PrintPaused) or nameof(BambuPrinterEventType.PrintCancelled) or nameof(BambuPrinterEventType.Disconnected) => BambuTone.Warning,
        nameof(BambuPrinterEventType.PrintFailed) or nameof(BambuPrinterEventType.ErrorRaised) => BambuTone.Bad,
        nameof(BambuPrinterEventType.PrinterOffline) => BambuTone.Quiet,

        nameof(BambuDevicePrintStatus.Active) or nameof(BambuDevicePrintStatus.Success) => BambuTone.Good,
        nameof(BambuPrintJobStatus.Printing) or nameof(BambuPrintJobStatus.Completed) => BambuTone.Good,
        nameof(BambuPrintJobStatus.Paused) => BambuTone.Warning,

        nameof(BambuPrintOutcome.Finished) => BambuTone.Good,
        nameof(BambuPrintOutcome.Cancelled) or nameof(BambuPrintOutcome.TimedOut) => BambuTone.Warning,

        nameof(BambuCommandOutcome.Confirmed) => BambuTone.Good,
        nameof(BambuCommandOutcome.Unconfirmed) => BambuTone.Warning,
        nameof(BambuCommandOutcome.Refused) => BambuTone.Bad,

        nameof(BambuHmsSeverity.Fatal) or nameof(BambuHmsSeverity.Serious) => BambuTone.Bad,
        nameof(BambuHmsSeverity.Common) => BambuTone.Warning,
        nameof(BambuHmsSeverity.Info) => BambuTone.Quiet,

        "True" => BambuTone.Good, // Online.
        "False" => BambuTone.Quiet,

        { } stage when Enum.IsDefined(typeof(BambuPrinterStage), stage) => stage.StartsWith("Paused", StringComparison.Ordinal) ? BambuTone.Warning : BambuTone.Good,
        _ => BambuTone.Plain,
    };
}
