using System.Security;
using BambuCloud.Client.Contracts;

namespace BambuCloud.Client;

/// <summary>The printers of the account.</summary>
public sealed class Devices
{
    private readonly CloudApi _api;

    internal Devices(CloudApi api) => _api = api;

    /// <summary><c>GET /v1/iot-service/api/user/bind</c>: all printers that are bound to the account, in the service's order.</summary>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public async Task<IReadOnlyList<BambuDevice>> ListAsync(CancellationToken cancellationToken)
    {
        CloudCall call = new(HttpMethod.Get, "/v1/iot-service/api/user/bind");
        DeviceListAnswer answer = await _api.SendAsync(call, CloudJson.Default.DeviceListAnswer, cancellationToken).ConfigureAwait(false);
        List<DeviceContract?> devices = (answer.Data ?? answer).Devices
            ?? (answer.HasEnvelope ? [] : throw CloudFault.Unexpected(call, "has no 'devices'"));
        return [.. devices.OfType<DeviceContract>().Select(device => ToDevice(device, call))];
    }

    private static BambuDevice ToDevice(DeviceContract device, CloudCall call)
    {
        string id = string.IsNullOrEmpty(device.DeviceId) ? throw CloudFault.Unexpected(call, "has a device without 'dev_id'") : device.DeviceId;
        return new BambuDevice
        {
            DeviceId = id,
            Name = string.IsNullOrEmpty(device.Name) ? id : device.Name,
            Online = device.Online ?? false,
            PrintStatus = PrintStatusOf(device.PrintStatus),
            RawPrintStatus = device.PrintStatus,
            ModelName = device.ModelName,
            ProductName = device.ProductName,
            NozzleDiameter = device.NozzleDiameter,
            Structure = device.Structure,
            PrintJob = device.PrintJob is "" or "0" ? null : device.PrintJob,
            AccessCode = Secret(device.AccessCode?.Trim()),
            AdditionalProperties = AdditionalFields.From(device.Additional),
        };
    }

    private static BambuDevicePrintStatus PrintStatusOf(string? raw) => raw?.ToUpperInvariant() switch
    {
        "IDLE" => BambuDevicePrintStatus.Idle,
        "ACTIVE" => BambuDevicePrintStatus.Active,
        "RUNNING" => BambuDevicePrintStatus.Running,
        "PAUSE" => BambuDevicePrintStatus.Paused,
        "SUCCESS" => BambuDevicePrintStatus.Success,
        "FAILED" => BambuDevicePrintStatus.Failed,
        _ => BambuDevicePrintStatus.Unknown,
    };

    private static SecureString? Secret(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }
        secret.MakeReadOnly();
        return secret;
    }
}
