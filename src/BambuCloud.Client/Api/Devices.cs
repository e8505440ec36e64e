using System.Collections.ObjectModel;
using System.Security;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>The printers of the account.</summary>
public sealed class Devices
{
    /// <summary>Access codes have eight characters; a text beyond this is none, and more than a SecureString takes.</summary>
    private const int LongestAccessCode = 1024;

    // A list may be a moment behind a change.
    private const int ReadsOfName = 3;

    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(1);

    private readonly CloudApi _api;
    private readonly TimeProvider _time;

    internal Devices(CloudApi api, TimeProvider time)
    {
        _api = api;
        _time = time;
    }

    /// <summary>
    /// <c>GET /v1/iot-service/api/user/bind</c>: all printers that are bound to the account, each once, in the service's order.
    /// </summary>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public async Task<IReadOnlyList<BambuDevice>> ListAsync(CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.ListDevices);
        DeviceListAnswer answer = await _api.SendAsync(call, CloudJson.Default.DeviceListAnswer, cancellationToken).ConfigureAwait(false);
        List<DeviceContract?> devices = (answer.Data ?? answer).Devices
            ?? (answer.HasEnvelope ? [] : throw CloudFault.Unexpected(call, "has no 'devices'"));
        Redaction shown = _api.ShownOf(call);
        return [.. NamedItems.Of(devices, device => device.DeviceId, call, "dev_id").Select(device => ToDevice(device, shown))
            .DistinctBy(device => device.DeviceId, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary><c>POST …/user/bind</c>: binds a printer to the account. It is sent once.</summary>
    /// <param name="deviceId">The printer's serial number.</param>
    /// <param name="name">The name that it gets.</param>
    /// <param name="bindCode">The code that the printer shows.</param>
    /// <param name="cancellationToken">Ends the wait for the answer; the printer may have been bound all the same.</param>
    /// <exception cref="BambuApiException">The cloud did not take it, or its answer was lost.</exception>
    public async Task<BambuDeviceBinding> BindAsync(string deviceId, string name, string bindCode, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.BindDevice) { Subject = deviceId }.WithBody(
            new BindBody { DeviceId = deviceId, DeviceName = name, BindCode = bindCode }, CloudBodyJson.Default.BindBody, bindCode);
        BindAnswer answer = await _api.SendAsync(call, CloudJson.Default.BindAnswer, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        Redaction shown = _api.ShownOf(call);
        return new BambuDeviceBinding
        {
            DeviceId = deviceId,
            Name = name,
            BindId = shown.Of(answer.BindId),
            DeviceInfo = AdditionalFields.From(answer.DeviceInfo, shown),
            AdditionalProperties = AdditionalFields.From(answer.Additional, shown),
        };
    }

    /// <summary><c>DELETE …/user/bind?dev_id=</c>: takes a printer out of the account.</summary>
    /// <exception cref="BambuApiException">
    /// The cloud did not take it; <see cref="BambuErrorKind.DeviceNotFound"/> where the account has no such printer.
    /// </exception>
    public async Task UnbindAsync(string deviceId, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.UnbindDevice) { Subject = deviceId }.WithQuery(("dev_id", deviceId));
        try
        {
            await _api.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (BambuApiException gone) when (gone is { Attempts: > 1, Kind: BambuErrorKind.DeviceNotFound or BambuErrorKind.NotFound })
        {
            CloudTrace.Write($"{call.Endpoint}: an earlier try had done it already");
        }
    }

    /// <summary>
    /// <c>PATCH …/user/device/info</c>: gives a printer another name (rest.md: only the live service is known to have it). The service says
    /// yes to
    /// anything, so the list of printers is read until the name stands there.
    /// </summary>
    /// <returns>The printer as the cloud lists it afterwards.</returns>
    /// <exception cref="BambuApiException">
    /// <see cref="BambuErrorKind.ChangeNotMade"/> where the cloud says yes and the name stays as it was,
    /// <see cref="BambuErrorKind.DeviceNotFound"/> where the account has no such printer, or the cloud did not take it.
    /// </exception>
    public async Task<BambuDevice> RenameAsync(string deviceId, string name, CancellationToken cancellationToken)
    {
        RenameBody body = new() { DeviceId = deviceId, DeviceName = name, Name = name };
        CloudCall call = new CloudCall(Route.RenameDevice) { Subject = deviceId }.WithBody(body, CloudBodyJson.Default.RenameBody);
        await _api.SendAsync(call, cancellationToken).ConfigureAwait(false);
        for (int read = 1; ; read++)
        {
            IReadOnlyList<BambuDevice> devices = await ListAsync(cancellationToken).ConfigureAwait(false);
            BambuDevice device = devices.FirstOrDefault(known => known.DeviceId.Equals(deviceId, StringComparison.OrdinalIgnoreCase))
                ?? throw CloudFault.Found(BambuErrorKind.DeviceNotFound, call, $"The printer '{deviceId}' is not in this account.");
            if (device.Name == name)
            {
                return device;
            }
            if (read == ReadsOfName)
            {
                throw CloudFault.Found(BambuErrorKind.ChangeNotMade, call,
                    $"The cloud said yes to the name '{name}' for the printer '{deviceId}', and lists it as '{device.Name}' all the same.");
            }
            await Task.Delay(BetweenReads, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary><c>GET …/user/device/info</c>: the condition of one printer, or of all that the service tells of.</summary>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public async Task<IReadOnlyList<BambuDeviceInfo>> GetInfoAsync(string? deviceId, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.GetDeviceInfo) { Subject = deviceId }.WithQuery(("device_id", deviceId));
        DeviceInfoAnswer answer = await _api.SendAsync(call, CloudJson.Default.DeviceInfoAnswer, cancellationToken).ConfigureAwait(false);
        return [.. RecordsOf(answer, deviceId, call).Select(item => ToInfo(item, deviceId, _api.ShownOf(call)))];
    }

    /// <summary><c>GET …/user/device/version</c>: the firmware of one printer, or of all that the service tells of.</summary>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public async Task<IReadOnlyList<BambuDeviceFirmware>> GetVersionAsync(string? deviceId, CancellationToken cancellationToken)
    {
        // The document says device_id, live clients send dev_id (rest.md, "Reading the document").
        CloudCall call = new CloudCall(Route.GetDeviceVersion) { Subject = deviceId }.WithQuery(("device_id", deviceId),
            ("dev_id", deviceId));
        DeviceVersionAnswer answer = await _api.SendAsync(call, CloudJson.Default.DeviceVersionAnswer, cancellationToken)
            .ConfigureAwait(false);
        return [.. RecordsOf(answer, deviceId, call).Select(item => ToVersion(item, deviceId, _api.ShownOf(call)))];
    }

    private static T[] RecordsOf<T>(T answer, string? asked, CloudCall call)
        where T : class, INestedAnswer<T>
    {
        T[] records = INestedAnswer<T>.RecordsOf(answer, asked);
        return asked is null || records.Length > 0
            ? records
            : throw new BambuApiException(BambuErrorKind.DeviceNotFound, $"The cloud says nothing of a printer '{asked}'.")
            {
                Subject = asked,
                Operation = call.Route.Operation,
                Endpoint = call.Endpoint,
            };
    }

    private static BambuDeviceInfo ToInfo(DeviceInfoAnswer info, string? asked, Redaction shown) => new()
    {
        DeviceId = info.AnyId ?? asked,
        Name = shown.Of(info.DeviceName),
        Model = shown.Of(BambuModels.Named(null, info.Model)),
        ModelCode = BambuModels.CodeOf(info.Model),
        Online = info.Status is { Length: > 0 } status ? !status.Equals("offline", StringComparison.OrdinalIgnoreCase) : null,
        RawStatus = shown.Of(info.Status),
        FirmwareVersion = shown.Of(info.FirmwareVersion),
        NozzleTemperature = info.NozzleTemperature,
        BedTemperature = info.BedTemperature,
        AdditionalProperties = AdditionalFields.From(info.Additional, shown),
    };

    private static BambuDeviceFirmware ToVersion(DeviceVersionAnswer item, string? asked, Redaction shown)
    {
        string? current = WireText.FirstOf(item.CurrentVersion, item.Version);
        FirmwareContract? newest = NewestOf(item.Firmware, isBeta: false);
        FirmwareContract? beta = NewestOf(item.Firmware, isBeta: true);
        // Nothing offered means: nothing newer.
        string? latest = WireText.FirstOf(item.LatestVersion, newest?.Version, item.Firmware is not null ? current : null);
        return new BambuDeviceFirmware
        {
            DeviceId = item.AnyId ?? asked,
            CurrentVersion = shown.Of(current),
            LatestVersion = shown.Of(latest),
            BetaVersion = IsNewer(beta?.Version, latest) ? shown.Of(beta!.Version) : null,
            UpdateAvailable = item.UpdateAvailable ?? (Parse(current) is null || Parse(latest) is null ? null : IsNewer(latest, current)),
            ReleaseNotes = shown.Of(WireText.FirstOf(item.ReleaseNotes, newest?.Description)),
            Firmware = ToFirmware(item.Firmware, shown),
            Ams = Array.AsReadOnly<BambuAmsFirmware>([.. (item.Ams ?? []).Select(ams => new BambuAmsFirmware
            {
                CurrentVersion = shown.Of(ams.Version),
                Firmware = ToFirmware(ams.Firmware, shown),
                AdditionalProperties = AdditionalFields.From(ams.Additional, shown),
            })]),
            AdditionalProperties = AdditionalFields.From(item.Additional, shown),
        };
    }

    private static FirmwareContract? NewestOf(List<FirmwareContract>? firmware, bool isBeta) =>
        firmware?.Where(item => item.IsBeta == isBeta && Parse(item.Version) is not null).MaxBy(item => Parse(item.Version));

    private static bool IsNewer(string? version, string? than) => Parse(version) is { } one && Parse(than) is { } other && one > other;

    private static Version? Parse(string? text) => Version.TryParse(text, out Version? version) ? version : null;

    // A ReadOnlyCollection: scripts index it, and what a collection expression makes for an interface they cannot.
    private static ReadOnlyCollection<BambuFirmware> ToFirmware(List<FirmwareContract>? firmware, Redaction shown) =>
        Array.AsReadOnly<BambuFirmware>([.. (firmware ?? []).Select(item => new BambuFirmware
        {
            Version = shown.Of(item.Version),
            IsBeta = item.IsBeta,
            ForceUpdate = item.ForceUpdate ?? false,
            Url = PresignedUrl.Parse(item.Url),
            Description = shown.Of(item.Description),
            AdditionalProperties = AdditionalFields.From(item.Additional, shown),
        })]);

    private static BambuDevice ToDevice(DeviceContract device, Redaction shown)
    {
        string id = device.DeviceId!;
        return new BambuDevice
        {
            DeviceId = id,
            Name = string.IsNullOrEmpty(device.Name) ? id : shown.Of(device.Name),
            Online = device.Online ?? false,
            Connection = device.Online == true ? BambuConnection.Cloud : BambuConnection.None,
            State = PrintWords.StateOf(device.PrintStatus),
            RawState = shown.Of(device.PrintStatus),
            Model = shown.Of(BambuModels.Named(device.ProductName, device.ModelName)),
            ModelCode = shown.Of(BambuModels.CodeOf(device.ModelName) ?? device.ModelName),
            NozzleDiameter = device.NozzleDiameter,
            Structure = shown.Of(device.Structure),
            TaskId = BambuPrintFigures.KnownId(device.PrintJob),
            AccessCode = Secret(device.AccessCode?.Trim()),
            AdditionalProperties = AdditionalFields.From(device.Additional, shown),
        };
    }

    private static SecureString? Secret(string? text)
    {
        if (text is not { Length: > 0 and <= LongestAccessCode })
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
