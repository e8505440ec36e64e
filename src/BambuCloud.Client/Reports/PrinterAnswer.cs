namespace BambuCloud.Client.Reports;

/// <summary>A printer's answer to a request (mqtt.md, <i>Reports</i>): <c>print</c> with the request's own command.</summary>
/// <param name="Command">The request's command.</param>
/// <param name="SequenceId">The request's sequence id.</param>
/// <param name="Refused">Whether its <c>result</c> is no success, or it carries an <c>err_code</c>.</param>
/// <param name="Reason">What the printer says of a refusal: <c>reason</c>, else <c>err_code</c> as it shows errors.</param>
internal sealed record PrinterAnswer(string? Command, string? SequenceId, bool Refused, string? Reason);
