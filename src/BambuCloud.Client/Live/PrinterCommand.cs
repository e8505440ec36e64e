using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>
/// A command on its way to a printer: what the printer's reports and answers make of it. Pure: it sends nothing and knows no clock.
/// Firmware since 2025 may take a command, say so and still not do it, so that only the state counts (mqtt.md, <i>Requests</i>).
/// </summary>
internal sealed class PrinterCommand(BambuDevice device, BambuPrinterCommand command)
{
    private const string NothingPrints = "The printer prints nothing.";
    private const string OnlySigned =
        " It carries out only what the vendor's programs signed: unsigned commands are not allowed unless its developer mode is on.";

    /// <summary>
    /// What <see cref="Take(object)"/> gets when a printer that is listed as offline has had its time to say something all the same.
    /// </summary>
    public static readonly object GraceOver = new();

    // Nobody signed the command.
    private static readonly BambuHms Unsigned = new(0x0500_0500, 0x0001_0007);

    private PrinterState? _state;
    private bool _taken;
    private string? _fault;

    /// <summary>Whether it is to be sent: the printer's state is known and does not make it needless.</summary>
    public bool IsDue => _state is not null && Sequence is null;

    /// <summary>The sequence id that it is sent with; null before.</summary>
    public string? Sequence { get; set; }

    /// <summary>Takes in the printer's state, its answer, or why it cannot be reached; the result where that decides.</summary>
    public BambuCommandResult? Take(object what) => what switch
    {
        PrinterState state => Take(state),
        PrinterAnswer answer => Take(answer),
        BambuException { Kind: BambuErrorKind.SubscriptionRefused } refused => Result(BambuCommandOutcome.Refused, refused.Message),
        BambuException fault => Take(fault),
        _ when what == GraceOver && _state is null => Unconfirmed(),
        _ => null,
    };

    /// <summary>The result when the time is over.</summary>
    public BambuCommandResult Unconfirmed()
    {
        string before = device.Online
            ? "The printer did not report its state in time; nothing was sent."
            : "The printer is offline, as the cloud lists it, and did not report its state; nothing was sent.";
        string silent = _taken ? "The printer took it, but its" : "The printer did not answer, and its";
        return Result(BambuCommandOutcome.Unconfirmed,
            _state is null ? before
            : _fault is not null ? $"It may not have reached the printer: {_fault}"
            : $"{silent} reports did not show it in time.{WithSignature()}");
    }

    // The connection broke while it was sent: what the printer does shows when it stands again.
    private BambuCommandResult? Take(BambuException fault)
    {
        _fault = fault.Message;
        return null;
    }

    private BambuCommandResult? Take(PrinterState state)
    {
        if (!state.IsCurrent)
        {
            return null;
        }
        bool refused = Sequence is not null && SaysUnsigned(state) && _state is { } before && !SaysUnsigned(before);
        _state = state;
        if (refused)
        {
            return Result(BambuCommandOutcome.Refused, $"The printer refuses it: {Unsigned.Code}.{OnlySigned}");
        }
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

    private BambuCommandResult? Take(PrinterAnswer answer)
    {
        bool ours = Sequence is not null && IsOurs(answer);
        _taken |= ours && !answer.Refused;
        return ours && answer.Refused
            ? Result(BambuCommandOutcome.Refused, $"The printer refuses it{(answer.Reason is null ? "" : $": {answer.Reason}")}."
                + (answer.IsUnsigned ? OnlySigned : WithSignature()))
            : null;
    }

    // Every client hears the answers to all of them. Few have no number; those are ours where they come while we wait for one. An answer
    // may repeat what was asked: another parameter or another job was asked by another client. Where it repeats neither, or both clients
    // asked the same, nothing tells them apart (an answer names no client, and requests of others are not heard) → our numbers are random.
    private bool IsOurs(PrinterAnswer answer)
    {
        bool named = answer.Command == PrinterTopics.WordOf(command) && RepeatsOurs(answer);
        return answer.SequenceId == Sequence ? named || answer.Kind == PrinterAnswer.Security : answer.SequenceId is null && named;
    }

    private bool RepeatsOurs(PrinterAnswer answer) => (answer.Param is null or PrinterTopics.NoParam)
        && (answer.TaskId is null || answer.TaskId == _state?.Status.TaskId)
        && (answer.SubtaskId is null || answer.SubtaskId == _state?.Status.Job.SubtaskId);

    private static bool SaysUnsigned(PrinterState state) => state.Status.Hms.Any(hms => hms.Code == Unsigned.Code);

    private string WithSignature() => _state?.Status.SignatureRequired == true ? OnlySigned : "";

    private BambuCommandResult Result(BambuCommandOutcome outcome, string? reason = null) => new()
    {
        DeviceId = device.DeviceId,
        DeviceName = device.Name,
        Command = command,
        Outcome = outcome,
        Sent = Sequence is not null,
        Reason = reason,
        Status = _state?.Status,
    };
}
