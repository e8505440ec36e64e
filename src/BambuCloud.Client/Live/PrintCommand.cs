using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>Pauses, resumes or stops what a printer prints.</summary>
internal sealed class PrintCommand(BambuDevice device, BambuPrinterCommand command) : PrinterCommand<BambuCommandResult>(device)
{
    private const string NothingPrints = "The printer prints nothing.";

    protected override string Word => PrinterTopics.WordOf(command);

    protected override string RequestOf(string sequence) => PrinterTopics.Print(sequence, command);

    protected override BambuCommandResult? Judge(PrinterState state)
    {
        bool nothingPrints = state.Job.IsOver;
        return command switch
        {
            BambuPrinterCommand.Pause when state.Job.Phase == JobPhase.Paused => Result(BambuCommandOutcome.Confirmed),
            BambuPrinterCommand.Resume when state.Job.Phase == JobPhase.Active => Result(BambuCommandOutcome.Confirmed),
            BambuPrinterCommand.Stop when nothingPrints => Result(BambuCommandOutcome.Confirmed),
            _ when nothingPrints => Result(BambuCommandOutcome.Refused, NothingPrints),
            _ => null,
        };
    }

    protected override bool IsRepeated(PrinterAnswer answer) => (answer.Param is null or PrinterTopics.NoParam)
        && (answer.TaskId is null || answer.TaskId == State?.Status.TaskId)
        && (answer.SubtaskId is null || answer.SubtaskId == State?.Status.Job.SubtaskId);

    protected override BambuCommandResult Refused(string reason, bool isUnsigned) => Result(BambuCommandOutcome.Refused, reason);

    protected override BambuCommandResult Unheard(BambuException refusal) => Result(BambuCommandOutcome.Refused, refusal.Message);

    protected override BambuCommandResult Unconfirmed(string reason) => Result(BambuCommandOutcome.Unconfirmed, reason);

    private BambuCommandResult Result(BambuCommandOutcome outcome, string? reason = null) => new()
    {
        DeviceId = Device.DeviceId,
        DeviceName = Device.Name,
        Command = command,
        Outcome = outcome,
        Sent = IsSent,
        Reason = reason,
        Status = State?.Status,
    };
}
