using System.Collections;
using System.Globalization;
using System.Text.Json;
using BambuCloud.Client.Contracts;

namespace BambuCloud.Client;

/// <summary>Print jobs of the cloud.</summary>
public sealed class Prints
{
    private const string Path = "/v1/iot-service/api/user/print";

    private readonly CloudApi _api;

    internal Prints(CloudApi api) => _api = api;

    /// <summary><c>POST /v1/iot-service/api/user/print</c>: starts a print of an uploaded file. It is sent once.</summary>
    /// <param name="deviceId">The printer.</param>
    /// <param name="file">The uploaded file.</param>
    /// <param name="settings">Settings; what is not set is left to the service.</param>
    /// <param name="cancellationToken">Ends the wait for the answer; the print may have begun all the same.</param>
    /// <exception cref="BambuApiException">
    /// <see cref="BambuErrorKind.PrintStartNotAllowed"/> where the account may not start prints,
    /// <see cref="BambuErrorKind.PrintStartUnconfirmed"/> where the answer was lost and nobody knows whether it began, and the
    /// service's own refusals: nothing was started then.
    /// </exception>
    public async Task<BambuPrintJob> StartAsync(
        string deviceId, BambuFile file, BambuPrintSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(settings);
        StartPrintBody body = new()
        {
            DeviceId = deviceId,
            FileId = file.FileId,
            FileName = file.FileName,
            FileUrl = file.FileUrl?.AbsoluteUri,
            Settings = SettingsOf(settings),
        };
        CloudCall call = new CloudCall(HttpMethod.Post, Path) { Subject = deviceId }.WithBody(body, CloudBodyJson.Default.StartPrintBody);
        StartPrintAnswer answer = await SendStartAsync(call, file.FileName, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        return new BambuPrintJob
        {
            JobId = answer.JobId is { Length: > 0 } id ? id : throw Unconfirmed(call, file.FileName, CloudFault.Unexpected(call, "has no 'job_id'")),
            DeviceId = deviceId,
            FileName = file.FileName,
            Status = StatusOf(answer.Status),
            RawStatus = answer.Status,
            AdditionalProperties = AdditionalFields.From(answer.Additional),
        };
    }

    /// <summary>Whether a call is the start of a print.</summary>
    internal static bool IsStart(CloudCall call) => call.Method == HttpMethod.Post && call.Path == Path;

    private async Task<StartPrintAnswer> SendStartAsync(CloudCall call, string fileName, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.SendAsync(call, CloudJson.Default.StartPrintAnswer, cancellationToken).ConfigureAwait(false);
        }
        catch (BambuApiException lost) when (lost.Kind is BambuErrorKind.ConnectionLost or BambuErrorKind.TimedOut
            or BambuErrorKind.ServiceFault or BambuErrorKind.UnexpectedResponse)
        {
            throw Unconfirmed(call, fileName, lost);
        }
    }

    private static BambuApiException Unconfirmed(CloudCall call, string fileName, BambuApiException lost) => new(
        BambuErrorKind.PrintStartUnconfirmed,
        $"The start of '{fileName}' on '{call.Subject}' was sent, but its answer was lost: {lost.Message} The print may have begun. Look at the printer (Watch-BambuPrinter) or at Get-BambuTask before you start it again.",
        lost)
    {
        Subject = call.Subject,
        Endpoint = call.Endpoint,
        HttpStatus = lost.HttpStatus,
    };

    private static BambuPrintJobStatus StatusOf(string? raw) => raw?.ToUpperInvariant() switch
    {
        "QUEUED" => BambuPrintJobStatus.Queued,
        "PRINTING" => BambuPrintJobStatus.Printing,
        "COMPLETED" => BambuPrintJobStatus.Completed,
        "FAILED" => BambuPrintJobStatus.Failed,
        _ => BambuPrintJobStatus.Unknown,
    };

    private static Dictionary<string, JsonElement>? SettingsOf(BambuPrintSettings settings)
    {
        Dictionary<string, JsonElement> all = settings.Additional.ToDictionary(setting => setting.Key, setting => ToJson(setting.Value));
        Add("layer_height", settings.LayerHeight);
        Add("infill", settings.Infill);
        Add("speed", settings.Speed);
        return all.Count == 0 ? null : all;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                all[name] = ToJson(value);
            }
        }
    }

    private static JsonElement ToJson(object? value) => value switch
    {
        null => JsonSerializer.SerializeToElement(null!, CloudBodyJson.Default.String),
        bool flag => JsonSerializer.SerializeToElement(flag, CloudBodyJson.Default.Boolean),
        double or float => JsonSerializer.SerializeToElement(Convert.ToDouble(value, CultureInfo.InvariantCulture), CloudBodyJson.Default.Double),
        decimal number => JsonSerializer.SerializeToElement(number, CloudBodyJson.Default.Decimal),
        sbyte or byte or short or ushort or int or uint or long =>
            JsonSerializer.SerializeToElement(Convert.ToInt64(value, CultureInfo.InvariantCulture), CloudBodyJson.Default.Int64),
        string text => JsonSerializer.SerializeToElement(text, CloudBodyJson.Default.String),
        IDictionary members => JsonSerializer.SerializeToElement(
            members.Keys.Cast<object>().ToDictionary(key => key.ToString()!, key => ToJson(members[key])), CloudBodyJson.Default.DictionaryStringJsonElement),
        IEnumerable items => JsonSerializer.SerializeToElement(items.Cast<object?>().Select(ToJson).ToList(), CloudBodyJson.Default.ListJsonElement),
        _ => JsonSerializer.SerializeToElement(Convert.ToString(value, CultureInfo.InvariantCulture)!, CloudBodyJson.Default.String),
    };
}
