using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>
/// A command on its way to a printer: what the printer's reports and answers make of it. Pure: it sends nothing and knows no clock.
/// Firmware since 2025 may take a command, say so and still not do it, so that only the state counts (mqtt.md, <i>Requests</i>).
/// </summary>
/// <typeparam name="TResult">What becomes of it.</typeparam>
/// <param name="device">The printer.</param>
internal abstract class PrinterCommand<TResult>(BambuDevice device) where TResult : class
{
    private const string OnlySigned =
        " It carries out only what the vendor's programs signed: unsigned commands are not allowed unless its developer mode is on.";

    // Nobody signed the command.
    private static readonly BambuHms Unsigned = new(0x0500_0500, 0x0001_0007);

    private bool _taken;
    private string? _fault;

    /// <summary>Whether it is to be sent: the printer's state is known and does not make it needless.</summary>
    public bool IsDue => State is not null && !IsSent;

    /// <summary>Whether it was sent, or tried to.</summary>
    protected bool IsSent => Sequence is not null;

    /// <summary>The printer.</summary>
    protected BambuDevice Device { get; } = device;

    /// <summary>The printer's state as it was heard last; null for none that holds now.</summary>
    protected PrinterState? State { get; private set; }

    /// <summary>The sequence id that it is sent with; null before.</summary>
    protected string? Sequence { get; private set; }

    /// <summary>The command's name on the wire.</summary>
    protected abstract string Word { get; }

    /// <summary>What is sent. From now on it counts as sent.</summary>
    /// <param name="sequence">A number that nothing else is sent with.</param>
    public string Begin(string sequence)
    {
        Sequence = sequence;
        return RequestOf(sequence);
    }

    /// <summary>
    /// Takes in the printer's state, its answer, or why it cannot be reached; null when a printer that is listed as offline has had its
    /// time to say something all the same.
    /// </summary>
    /// <param name="what">What was heard.</param>
    /// <returns>The result where that decides.</returns>
    public TResult? Take(object? what) => what switch
    {
        PrinterState state => Take(state),
        PrinterAnswer answer => Take(answer),
        BambuException { Kind: BambuErrorKind.SubscriptionRefused } refused => Unheard(refused),
        BambuException fault => Take(fault),
        _ => State is null ? Overdue() : null,
    };

    /// <summary>The result when the time is over.</summary>
    public TResult Overdue()
    {
        string before = Device.Online
            ? "The printer did not report its state in time; nothing was sent."
            : "The printer is offline, as the cloud lists it, and did not report its state; nothing was sent.";
        string silent = _taken ? "The printer took it, but its" : "The printer did not answer, and its";
        return Unconfirmed(
            State is null ? before
            : _fault is not null ? $"It may not have reached the printer: {_fault}"
            : $"{silent} reports did not show it in time.{WithSignature()}");
    }

    /// <summary>What is sent.</summary>
    protected abstract string RequestOf(string sequence);

    /// <summary>What a state means for it, the first one before it is sent.</summary>
    /// <param name="state">The printer's state now.</param>
    /// <returns>The result where the state decides.</returns>
    protected abstract TResult? Judge(PrinterState state);

    /// <summary>Whether an answer with its word tells of this command, by what it repeats of the request.</summary>
    protected abstract bool IsRepeated(PrinterAnswer answer);

    /// <summary>The printer refuses it.</summary>
    /// <param name="reason">The printer's words.</param>
    /// <param name="isUnsigned">Whether it is for want of a signature.</param>
    protected abstract TResult Refused(string reason, bool isUnsigned);

    /// <summary>The printer's reports are not to be had.</summary>
    protected abstract TResult Unheard(BambuException refusal);

    /// <summary>Nothing showed in time whether the printer did it.</summary>
    protected abstract TResult Unconfirmed(string reason);

    // The connection broke while it was sent: what the printer does shows when it stands again.
    private TResult? Take(BambuException fault)
    {
        _fault = fault.Message;
        return null;
    }

    private TResult? Take(PrinterState state)
    {
        if (!state.IsCurrent)
        {
            return null;
        }
        bool refused = IsSent && SaysUnsigned(state) && State is { } before && !SaysUnsigned(before);
        State = state;
        return refused ? Refused($"The printer refuses it: {Unsigned.Code}.{OnlySigned}", isUnsigned: true) : Judge(state);
    }

    private TResult? Take(PrinterAnswer answer)
    {
        bool ours = IsSent && IsOurs(answer);
        _taken |= ours && !answer.Refused;
        return ours && answer.Refused
            ? Refused($"The printer refuses it{(answer.Reason is null ? "" : $": {answer.Reason}")}."
                + (answer.IsUnsigned ? OnlySigned : WithSignature()), answer.IsUnsigned)
            : null;
    }

    // Every client hears the answers to all of them. Few have no number; those are ours where they come while we wait for one. An answer
    // may repeat what was asked: another parameter or another job was asked by another client. Where it repeats neither, or both clients
    // asked the same, nothing tells them apart (an answer names no client, and requests of others are not heard) → our numbers are random.
    private bool IsOurs(PrinterAnswer answer)
    {
        bool named = answer.Command == Word && IsRepeated(answer);
        return answer.SequenceId == Sequence ? named || answer.Kind == PrinterAnswer.Security : answer.SequenceId is null && named;
    }

    private static bool SaysUnsigned(PrinterState state) => state.Status.Hms.Any(hms => hms.Code == Unsigned.Code);

    private string WithSignature() => State?.Status.SignatureRequired == true ? OnlySigned : "";
}
