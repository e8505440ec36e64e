using System.Text.Json;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>The file that says where a started cloud is. It appears whole, when connections are accepted, for its owner only.</summary>
internal static class ReadyFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string path, SimulatedCloud cloud, SimulatorOptions options)
    {
        string fullPath = Path.GetFullPath(path);
        string? rootPath = null;
        if (cloud.RootCertificatePem is { } pem)
        {
            rootPath = fullPath + ".ca.pem";
            File.WriteAllText(rootPath, pem);
        }
        string? printersRootPath = null;
        if (cloud.PrintersRootPem is { } printersPem)
        {
            printersRootPath = fullPath + ".printers.pem";
            File.WriteAllText(printersRootPath, printersPem);
        }
        JsonObject ready = new()
        {
            ["apiEndpoint"] = cloud.ApiEndpoint.AbsoluteUri,
            ["mqttEndpoint"] = cloud.MqttEndpoint.OriginalString,
            ["caCertificatePath"] = rootPath,
            ["profile"] = options.Profile.ToString().ToLowerInvariant(),
            ["uploadType"] = cloud.UploadType.ToString().ToLowerInvariant(),
            ["rateLimits"] = options.RateLimits,
            ["taskRecords"] = options.TaskRecords,
            ["signIn"] = options.SignIn.ToString().ToLowerInvariant(),
            ["uid"] = cloud.Account.Uid,
            ["account"] = cloud.Account.Email,
            ["phone"] = cloud.Account.Phone,
            ["password"] = cloud.Account.Password,
            ["accessToken"] = cloud.Account.AccessToken,
            ["opaqueToken"] = cloud.Account.OpaqueToken,
            ["expiredToken"] = cloud.Account.ExpiredToken,
            ["devices"] = new JsonArray([.. cloud.DeviceIds.Select(id => (JsonNode)id)]),
            ["printers"] = new JsonArray([.. cloud.LanPrinters.Select(printer => (JsonNode)new JsonObject
            {
                ["deviceId"] = printer.DeviceId,
                ["name"] = printer.Name,
                ["host"] = "127.0.0.1",
                ["mqttPort"] = printer.MqttPort,
                ["ftpsPort"] = printer.FtpsPort,
                ["cameraPort"] = printer.CameraPort,
                ["accessCode"] = printer.AccessCode,
                ["fingerprint"] = printer.Fingerprint,
            })]),
            ["printersCertificatePath"] = printersRootPath,
            ["processId"] = Environment.ProcessId,
        };
        string arriving = fullPath + ".part";
        using (FileStream file = new(arriving, Restricted()))
        {
            JsonSerializer.Serialize(file, ready, Indented);
        }
        File.Move(arriving, fullPath, overwrite: true);
    }

    private static FileStreamOptions Restricted()
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }
}
