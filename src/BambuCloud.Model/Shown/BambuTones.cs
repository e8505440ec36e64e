namespace BambuCloud;

/// <summary>What each state means to somebody who looks at it: the one place from which views and board take their colours.</summary>
public static class BambuTones
{
    /// <summary>The tone of a state, outcome, severity, kind of event, or of whether a printer is online; <see cref="BambuTone.Plain"/> for anything else.</summary>
    public static BambuTone Of(object? state) => state switch
    {
        true => BambuTone.Good,
        false => BambuTone.Quiet,

        BambuPrinterState.Prepare or BambuPrinterState.Slicing or BambuPrinterState.Running or BambuPrinterState.Finish => BambuTone.Good,
        BambuPrinterState.Pause => BambuTone.Warning,
        BambuPrinterState.Failed => BambuTone.Bad,
        BambuPrinterState.Idle or BambuPrinterState.Offline => BambuTone.Quiet,

        BambuPrinterStage.Idle => BambuTone.Quiet,
        BambuPrinterStage stage => stage.ToString().StartsWith("Paused", StringComparison.Ordinal) ? BambuTone.Warning : BambuTone.Good,

        BambuPrinterEventType.PrintFinished or BambuPrinterEventType.PrintStarted or BambuPrinterEventType.PrintResumed => BambuTone.Good,
        BambuPrinterEventType.ErrorCleared or BambuPrinterEventType.PrinterOnline or BambuPrinterEventType.Reconnected => BambuTone.Good,
        BambuPrinterEventType.PrintPaused or BambuPrinterEventType.PrintCancelled or BambuPrinterEventType.Disconnected => BambuTone.Warning,
        BambuPrinterEventType.PrintFailed or BambuPrinterEventType.ErrorRaised => BambuTone.Bad,
        BambuPrinterEventType.PrinterOffline => BambuTone.Quiet,

        BambuDevicePrintStatus.Active or BambuDevicePrintStatus.Running or BambuDevicePrintStatus.Success => BambuTone.Good,
        BambuDevicePrintStatus.Paused => BambuTone.Warning,
        BambuDevicePrintStatus.Failed => BambuTone.Bad,
        BambuDevicePrintStatus.Idle => BambuTone.Quiet,

        BambuPrintJobStatus.Printing or BambuPrintJobStatus.Completed => BambuTone.Good,
        BambuPrintJobStatus.Paused => BambuTone.Warning,
        BambuPrintJobStatus.Failed => BambuTone.Bad,

        BambuTaskStatus.Running or BambuTaskStatus.Finished => BambuTone.Good,
        BambuTaskStatus.Failed => BambuTone.Bad,

        BambuPrintOutcome.Finished => BambuTone.Good,
        BambuPrintOutcome.Cancelled or BambuPrintOutcome.TimedOut => BambuTone.Warning,
        BambuPrintOutcome.Failed => BambuTone.Bad,

        BambuCommandOutcome.Confirmed => BambuTone.Good,
        BambuCommandOutcome.Unconfirmed => BambuTone.Warning,
        BambuCommandOutcome.Refused => BambuTone.Bad,

        BambuHmsSeverity.Fatal or BambuHmsSeverity.Serious => BambuTone.Bad,
        BambuHmsSeverity.Common => BambuTone.Warning,
        BambuHmsSeverity.Info => BambuTone.Quiet,

        _ => BambuTone.Plain,
    };
}
