namespace BambuCloud.Client.Reports;

/// <summary>A printer's answer to a request (mqtt.md, <i>Reports</i>). Every client of the printer hears it.</summary>
/// <param name="Kind">The kind of message: that of the request, or <see cref="Security"/> for a refusal.</param>
/// <param name="Command">The request's command.</param>
/// <param name="SequenceId">The request's sequence id.</param>
/// <param name="Refused">Whether its <c>result</c> is no success, or it carries an <c>err_code</c>.</param>
/// <param name="Code">Its <c>err_code</c>; 0 for none.</param>
/// <param name="Reason">What the printer says of a refusal: <c>reason</c>, else <c>err_code</c> as it shows errors.</param>
internal sealed record PrinterAnswer(string Kind, string? Command, string? SequenceId, bool Refused, uint Code, string? Reason)
{
    /// <summary>The kind under which a refusal may come, whatever the request was.</summary>
    public const string Security = "security";

    /// <summary>The request's <c>param</c>; null where the answer does not repeat it.</summary>
    public string? Param { get; init; }

    /// <summary>The request's <c>task_id</c>; null for none.</summary>
    public string? TaskId { get; init; }

    /// <summary>The request's <c>subtask_id</c>; null for none.</summary>
    public string? SubtaskId { get; init; }

    // What firmware since 2025 says of a command that the vendor's programs did not sign.
    private const uint FirstOfSignature = 84_033_543;
    private const uint LastOfSignature = 84_033_548;

    /// <summary>Whether it refuses a command because nobody signed it.</summary>
    public bool IsUnsigned => Code is >= FirstOfSignature and <= LastOfSignature;
}
