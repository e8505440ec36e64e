using System.Collections;
using System.Globalization;
using System.Text.Json;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>Print jobs of the cloud.</summary>
public sealed class Prints
{
    /// <summary>The words that the document knows for a filter by status.</summary>
    private static readonly Dictionary<BambuPrintState, string> StatusWords = new()
    {
        [BambuPrintState.Running] = "printing",
        [BambuPrintState.Finished] = "completed",
        [BambuPrintState.Failed] = "failed",
    };

    // How far this computer's clock and the cloud's may be apart.
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    private readonly CloudApi _api;
    private readonly TimeProvider _time;

    internal Prints(CloudApi api, TimeProvider time)
    {
        _api = api;
        _time = time;
    }

    /// <summary>
    /// <c>GET /v1/iot-service/api/user/print</c>: the print jobs; in the live shape each printer's current or latest one. The
    /// filters are sent, and what a service that ignores them sends is filtered here.
    /// </summary>
    /// <param name="deviceId">Only this printer's; it is sent as it is, and compared in upper or lower case.</param>
    /// <param name="statuses">Only jobs with one of these; all where there is none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public async Task<IReadOnlyList<BambuPrintJob>> ListAsync(
        string? deviceId, IReadOnlyCollection<BambuPrintState> statuses, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        // force=true has the live service ask the printers anew.
        CloudCall call = new CloudCall(Route.ListPrints) { Subject = deviceId }.WithQuery(
            ("device_id", deviceId), ("status", statuses.Count == 1 ? StatusWords.GetValueOrDefault(statuses.First()) : null),
                ("force", "true"));
        PrintListAnswer envelope = await _api.SendAsync(call, CloudJson.Default.PrintListAnswer, cancellationToken).ConfigureAwait(false);
        PrintListAnswer answer = envelope.Data ?? envelope;
        Redaction shown = _api.ShownOf(call);
        IEnumerable<BambuPrintJob> jobs = answer switch
        {
            { Jobs: { } documented } => NamedItems.Of(documented, job => job.JobId, call, "job_id")
                .Select(job => ToJob(job, deviceId, shown)),
            // A printer without a task has no job.
            { Devices: { } live } => live.OfType<PrintDeviceContract>()
                .Where(device => BambuPrintFigures.KnownId(device.TaskId) is not null).Select(device => ToJob(device, shown)),
            _ => envelope.HasEnvelope ? [] : throw CloudFault.Unexpected(call, "has no 'jobs' and no 'devices'"),
        };
        return
        [
            .. jobs.Where(job => deviceId is null || string.Equals(job.DeviceId, deviceId, StringComparison.OrdinalIgnoreCase))
                .Where(job => statuses.Count == 0 || statuses.Contains(job.Status)),
        ];
    }

    /// <summary>
    /// <c>POST /v1/iot-service/api/user/print</c>: starts a print of an uploaded file. It is sent once; where its answer is lost, the
    /// cloud's
    /// jobs are read for it.
    /// </summary>
    /// <param name="deviceId">The printer.</param>
    /// <param name="file">The uploaded file.</param>
    /// <param name="settings">Settings; what is not set is left to the service.</param>
    /// <param name="cancellationToken">Ends the wait for the answer; the print may have begun all the same.</param>
    /// <exception cref="BambuApiException">
    /// <see cref="BambuErrorKind.PrintStartNotAllowed"/> where the account may not start prints,
    /// <see cref="BambuErrorKind.PrintStartUnconfirmed"/> where the answer was lost and the cloud's jobs do not show whether it began, and
    /// the
    /// service's own refusals: nothing was started then.
    /// </exception>
    public async Task<BambuPrintJob> StartAsync(
        string deviceId, BambuFile file, BambuPrintSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(settings);
        if (!file.FileUrl.IsAbsoluteUri || file.FileUrl.Scheme is not ("https" or "http"))
        {
            throw new BambuException(BambuErrorKind.InvalidFileUrl,
                $"'{PresignedUrl.WithoutQuery(file.FileUrl.OriginalString)}' is no address of an uploaded file.");
        }
        if (string.IsNullOrEmpty(file.FileName))
        {
            throw new BambuException(BambuErrorKind.InvalidFileName,
                $"The uploaded file '{PresignedUrl.WithoutQuery(file.FileUrl.OriginalString)}' has no name.");
        }
        StartPrintBody body = new()
        {
            DeviceId = deviceId,
            FileId = file.FileId,
            FileName = file.FileName,
            FileUrl = file.FileUrl.AbsoluteUri,
            Settings = PrintSettingsBody.Of(settings),
        };
        CloudCall call = new CloudCall(Route.StartPrint) { Subject = deviceId }.WithBody(body, CloudBodyJson.Default.StartPrintBody,
            PresignedUrl.SecretsOf(file.FileUrl));
        DateTimeOffset sentAt = _time.GetUtcNow();
        try
        {
            StartPrintAnswer answer = await _api.SendAsync(call, CloudJson.Default.StartPrintAnswer, cancellationToken)
                .ConfigureAwait(false);
            answer = answer.Data ?? answer;
            Redaction shown = _api.ShownOf(call);
            return new BambuPrintJob
            {
                JobId = answer.JobId is { Length: > 0 } id ? id : throw CloudFault.Unexpected(call, "has no 'job_id'"),
                DeviceId = deviceId,
                FileName = file.FileName,
                Status = PrintWords.StateOfJob(answer.Status),
                RawStatus = shown.Of(answer.Status),
                Settings = settings,
                AdditionalProperties = AdditionalFields.From(answer.Additional, shown),
            };
        }
        catch (BambuException lost) when (lost.Kind is BambuErrorKind.ConnectionLost or BambuErrorKind.TimedOut
            or BambuErrorKind.ServiceFault or BambuErrorKind.UnexpectedResponse or BambuErrorKind.SessionClosed)
        {
            return await FindStartedAsync(deviceId, file.FileName, sentAt, cancellationToken).ConfigureAwait(false)
                is { } found ? found with { Settings = settings } : throw Unconfirmed(call, file.FileName, lost);
        }
    }

    // The answer was lost; the cloud's jobs still tell whether it began. The start itself is never sent again.
    private async Task<BambuPrintJob?> FindStartedAsync(string deviceId, string fileName, DateTimeOffset sentAt,
        CancellationToken cancellationToken)
    {
        try
        {
            return (await ListAsync(deviceId, [], cancellationToken).ConfigureAwait(false)).FirstOrDefault(job =>
                job.FileName == fileName
                && job.Status is (BambuPrintState.Queued or BambuPrintState.Preparing or BambuPrintState.Running)
                && job.StartTime?.ToUniversalTime() >= sentAt.UtcDateTime - ClocksApart);
        }
        catch (BambuException fault)
        {
            CloudTrace.Write($"Whether the print began could not be read: {fault.Message}");
            return null;
        }
    }

    private static BambuApiException Unconfirmed(CloudCall call, string fileName, BambuException lost) => new(
        BambuErrorKind.PrintStartUnconfirmed,
        $"The start of '{fileName}' on '{call.Subject}' was sent, but its answer was lost: {lost.Message} The print may have begun.",
        lost)
    {
        Subject = call.Subject,
        Operation = call.Route.Operation,
        Endpoint = call.Endpoint,
        IsOutcomeUnknown = true,
        HttpStatus = (lost as BambuApiException)?.HttpStatus,
        Attempts = (lost as BambuApiException)?.Attempts ?? 0,
    };

    private static BambuPrintJob ToJob(PrintJobContract job, string? asked, Redaction shown) => new()
    {
        JobId = job.JobId!,
        DeviceId = WireText.FirstOf(job.DeviceId, asked),
        FileName = shown.Of(job.FileName),
        Status = PrintWords.StateOfJob(job.Status),
        RawStatus = shown.Of(job.Status),
        Progress = Quantity.Percent(job.Progress),
        RemainingTime = Quantity.Seconds(job.TimeRemaining),
        StartTime = job.StartedAt?.LocalDateTime,
        AdditionalProperties = AdditionalFields.From(job.Additional, shown),
    };

    private static BambuPrintJob ToJob(PrintDeviceContract device, Redaction shown) => new()
    {
        JobId = device.TaskId!,
        DeviceId = device.DeviceId,
        DeviceName = shown.Of(device.DeviceName),
        Model = shown.Of(BambuModels.Named(device.ProductName, device.ModelName)),
        ModelCode = shown.Of(BambuModels.CodeOf(device.ModelName) ?? device.ModelName),
        FileName = shown.Of(device.TaskName),
        Status = PrintWords.StateOfJob(device.TaskStatus),
        RawStatus = shown.Of(device.TaskStatus),
        Progress = Quantity.Percent(device.Progress),
        EstimatedTime = Quantity.Seconds(device.Prediction),
        StartTime = device.StartTime?.LocalDateTime,
        AdditionalProperties = AdditionalFields.From(device.Additional, shown),
    };
}
