using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>What became of a start: the job, or why there is none.</summary>
/// <param name="Job">The job that the printer reports.</param>
/// <param name="Fault">Why it did not begin, or nobody knows.</param>
internal sealed record PrintStartResult(BambuPrintJob? Job, BambuException? Fault);

/// <summary>
/// Has a printer print a file. It has begun when the printer's report shows it: by the ids that it was sent with, else by its name, since
/// some firmware reports no ids of prints that did not come from the cloud.
/// </summary>
internal sealed class PrintStart(BambuDevice device, ProjectFile file, Action? sending = null) : PrinterCommand<PrintStartResult>(device)
{
    private PrinterState? _before;

    protected override string Word => file.Word;

    protected override string RequestOf(string sequence)
    {
        sending?.Invoke();
        return file.RequestOf(sequence, State!.Status.Ams.Count > 0);
    }

    protected override PrintStartResult? Judge(PrinterState state)
    {
        if (!IsSent)
        {
            _before = state;
            return state.Job.IsOver ? null
                : Fail(BambuErrorKind.DeviceBusy, $"The printer '{Device.Label}' prints '{state.Job.Name}' already; nothing was sent.");
        }
        if (state.Job.IsOver)
        {
            return HasOurId(state) && state.Status.Outcome == BambuPrintState.Finished ? Begun(state.Status)
                : HasOurId(state) && state.Status.Outcome is { } outcome ? Rejected(state, $"It took it, and it is {outcome}")
                : PrintErrors.IsError(state.Wire.Code) && state.Wire.Code != _before!.Wire.Code ? Rejected(state, "It reports an error")
                : null;
        }
        // The start may be reported ahead of the ids and the name.
        bool isNamed = !state.Job.IsIdPending && state.Job.Name is { } name && name != _before!.Job.Name;
        return HasOurId(state) || HasOurName(state.Status) ? Begun(state.Status)
            : isNamed ? Fail(BambuErrorKind.PrintRejected, $"The printer '{Device.Label}' has begun to print '{state.Job.Name}', and not "
                + $"'{file.FileName}': somebody else started that in the same moment.")
            : null;
    }

    protected override bool IsRepeated(PrinterAnswer answer) =>
        (answer.Param is null || answer.Param == file.Param) && (answer.TaskId is null || answer.TaskId == Sequence);

    protected override PrintStartResult Refused(string reason, bool isUnsigned) => Fail(
        isUnsigned ? BambuErrorKind.SignatureRequired : BambuErrorKind.PrintRejected,
        $"'{file.FileName}' was not started on '{Device.Label}': {reason}");

    protected override PrintStartResult Unheard(BambuException refusal) => new(null, refusal);

    protected override PrintStartResult Unconfirmed(string reason) => IsSent
        ? Fail(BambuErrorKind.PrintStartUnconfirmed,
            $"Whether '{file.FileName}' begins on '{Device.Label}' is not known: {reason} The print may have begun.")
        : Fail(BambuErrorKind.DeviceOffline, $"'{file.FileName}' was not started on '{Device.Label}': {reason}");

    private bool HasOurId(PrinterState state) => state.Job.TaskId == Sequence || state.Job.SubtaskId == Sequence;

    private bool HasOurName(BambuPrinterStatus status) => status.JobName == file.JobName || status.JobName == file.FileName
        || (string.IsNullOrEmpty(status.JobName) && status.Job.GcodeFile?.EndsWith(file.FileName, StringComparison.Ordinal) == true);

    private PrintStartResult Rejected(PrinterState state, string what) => Fail(BambuErrorKind.PrintRejected,
        $"The printer '{Device.Label}' did not begin '{file.FileName}'. {what}{Shown(state.Status.RawPrintError)}.");

    private static string Shown(string? code) =>
        code is null ? "" : CodeTexts.Current.OfError(code) is { } text ? $": {code}, {text.TrimEnd('.')}" : $": {code}";

    private PrintStartResult Begun(BambuPrinterStatus status) => new(new BambuPrintJob
    {
        JobId = Sequence!,
        DeviceId = Device.DeviceId,
        DeviceName = Device.Name,
        Model = Device.Model,
        ModelCode = Device.ModelCode,
        FileName = file.FileName,
        Status = status.State,
        RawStatus = status.RawState,
        Progress = status.Progress,
        StartTime = status.Job.StartTime,
        Settings = file.Settings,
    }, null);

    private PrintStartResult Fail(BambuErrorKind kind, string what) => new(null, new BambuException(kind, what)
    {
        Subject = Device.DeviceId,
    });
}
