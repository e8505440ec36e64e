using static BambuCloud.Views.Scripts;

namespace BambuCloud.Views;

/// <summary>
/// The tables of all types. A first column has a width: without one PowerShell sizes the whole table by what comes within 300 ms, and drops
/// the last columns where a name is long. A name's column has none, so that it gets what a window has left. All fit into 75 columns, which
/// the examples of Get-Help leave of 80. What stands over a column is a property, or an alias of one.
/// </summary>
internal static class Tables
{
    /// <summary>The views of all types.</summary>
    public static IReadOnlyList<TypeView> All { get; } =
    [
        .. Account(),
        .. Files(),
        .. Prints(),
        .. Printers(),
        .. PrinterParts(),
        .. Spools(),
        .. Devices(),
        .. Projects(),
    ];

    private static IEnumerable<TypeView> Account() =>
    [
        TypeView.Of<BambuSession>()
            .Plain(12, x => x.Uid)
            .Text(null, x => x.Account)
            .Plain(6, x => x.Region)
            .Plain(null, x => x.ApiEndpoint)
            .Script(19, "ExpiresAt", "$_.ExpiresAt ? $_.ExpiresAt.ToString('g') : 'unknown'")
            .Script(8, "Left", $"{Text}Validity($_.ExpiresAt)", right: true),
        TypeView.Of<BambuSavedSession>()
            .Plain(12, x => x.Uid)
            .Text(null, x => x.Account)
            .Plain(6, x => x.Region)
            .Plain(null, x => x.ApiEndpoint)
            .Time(19, x => x.SavedAt)
            .Script(8, "Left", $"{Text}Validity($_.ExpiresAt)", right: true),
        TypeView.Of<BambuNotification>()
            .Time(19, x => x.Timestamp)
            .Plain(5, x => x.Read)
            .Plain(16, x => x.Type)
            .Text(null, x => x.Message),
        TypeView.Of<BambuMessage>()
            .Time(19, x => x.CreatedAt)
            .Number(4, x => x.Type)
            .Text(14, x => x.From)
            .Text(null, x => x.Title),
        TypeView.Of<BambuMessageCount>()
            .Plain(24, x => x.Type)
            .Number(6, x => x.Unread),
        TypeView.Of<BambuAccount>()
            .Plain(12, x => x.Uid)
            .Text(null, x => x.Name)
            .Text(null, x => x.Handle)
            .Text(null, x => x.Account),
    ];

    private static IEnumerable<TypeView> Files() =>
    [
        TypeView.Of<BambuFile>()
            .Size(9, x => x.Length)
            .Text(null, x => x.FileName)
            .Plain(null, x => x.FileUrl)
            .Unit("bytes", x => x.Length),
        TypeView.Of<BambuPrintFile>()
            .Size(9, x => x.Length)
            .Text(null, x => x.FileName)
            .Plain(6, x => x.Sliced)
            .Script(6, "Plates", "$_.Plates.Count", right: true)
            .Text(10, x => x.Model)
            .Duration(13, x => x.EstimatedTime)
            .Number(8, x => x.FilamentGrams, "Grams", "{0:N2}")
            .Unit("bytes", x => x.Length)
            .Unit("g", x => x.FilamentGrams),
        TypeView.Of<BambuPrintFilePlate>()
            .Number(5, x => x.Index)
            .Plain(6, x => x.Sliced)
            .Text(9, x => x.Model)
            .Text(11, x => x.NozzleDiameters, "Nozzle (mm)")
            .Duration(13, x => x.EstimatedTime)
            .Number(8, x => x.FilamentGrams, "Grams", "{0:N2}")
            .Text(null, x => x.Filaments)
            .Unit("mm", x => x.NozzleDiameters)
            .Unit("g", x => x.FilamentGrams),
        TypeView.Of<BambuPrintFit>()
            .Plain(5, x => x.Fits)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Text(null, x => x.FileName)
            .Number(5, x => x.Plate)
            .Script(null, "Issues", $"{Text}Clean($_.Issues)"),
        TypeView.Of<BambuFilamentMapping>()
            .Number(6, x => x.Number)
            .Text(null, x => x.Filament)
            .Text(10, x => x.SlotName)
            .Text(null, x => x.Spool),
        TypeView.Of<BambuPrintIssue>()
            .Plain(20, x => x.Reason)
            .Plain(7, x => x.IsError)
            .Plain(8, x => x.CanForce)
            .Sentence(x => x.Message),
        TypeView.Of<BambuPrintFileObject>()
            .Number(8, x => x.ObjectId)
            .Text(null, x => x.Name)
            .Plain(7, x => x.Skipped),
        TypeView.Of<BambuFilament>()
            .Number(6, x => x.Number)
            .Text(null, x => x.Material)
            .Text(null, x => x.Brand)
            .Plain(7, x => x.Color)
            .Plain(10, x => x.FilamentId)
            .Number(7, x => x.Meters, format: "{0:N2}")
            .Number(8, x => x.Grams, format: "{0:N2}")
            .Unit("g", x => x.Grams)
            .Unit("m", x => x.Meters),
    ];

    private static IEnumerable<TypeView> Prints() =>
    [
        TypeView.Of<BambuPrintJob>()
            .Plain(12, x => x.JobId)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Text(null, x => x.FileName)
            .State(9, x => x.Status)
            .Script(11, "Progress", $"{Text}Bar($_.Progress)")
            .Script(7, "Left", $"{Text}LeftOfJob($_)", right: true)
            .Alias("TaskId", x => x.JobId)
            .Unit("%", x => x.Progress),
        TypeView.Of<BambuPrintSettings>()
            .Number(16, x => x.LayerHeight, "LayerHeight (mm)")
            .Number(10, x => x.Infill, "Infill (%)")
            .Number(9, x => x.Speed, "Speed (%)")
            .Number(5, x => x.Plate)
            .Unit("mm", x => x.LayerHeight)
            .Unit("%", x => x.Infill, x => x.Speed),
        TypeView.Of<BambuTask>()
            .Time(19, x => x.StartTime)
            .Text(null, x => x.Title)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .State(9, x => x.Status)
            .Duration(8, x => x.Duration)
            .Number(8, x => x.FilamentGrams, "Grams", "{0:N2}")
            .Alias("JobId", x => x.TaskId)
            .Unit("%", x => x.Progress)
            .Unit("g", x => x.FilamentGrams)
            .Unit("m", x => x.FilamentMeters),
        TypeView.Of<BambuTaskNozzle>()
            .Number(8, x => x.NozzleId)
            .Number(13, x => x.Diameter, "Diameter (mm)")
            .Text(16, x => x.Type)
            .Text(16, x => x.Flow)
            .Unit("mm", x => x.Diameter),
        TypeView.Of<BambuCommandResult>()
            .State(11, x => x.Outcome)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Plain(7, x => x.Command)
            .State(9, x => x.State)
            .Sentence(x => x.Reason),
        TypeView.Of<BambuPrintResult>()
            .State(9, x => x.Outcome)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Text(null, x => x.JobName)
            .Time(19, x => x.EndTime)
            .Duration(8, x => x.Duration)
            .Plain(10, x => x.PrintError)
            .Alias("TaskId", x => x.JobId)
            .Unit("g", x => x.FilamentGrams),
        TypeView.Of<BambuPrintHandover>()
            .Plain(10, x => x.Status)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Text(null, x => x.FileName),
    ];

    private static IEnumerable<TypeView> Printers() =>
    [
        TypeView.Of<BambuPrinterEvent>()
            .Time(8, x => x.Timestamp, "Time", "{0:HH:mm:ss}")
            .Text(null, x => x.DeviceName, "Printer")
            .State(15, x => x.Type)
            .Script(19, "State",
                $"$_.Type -eq 'LayerChanged' ? 'Layer ' + {Text}Layers($_.Status) : {Text}State({Text}Subject($_), $PSStyle)")
            .Script(8, "Progress", $"{Text}Percent($_.Status)", right: true)
            .Script(7, "Left", $"{Text}Left($_.Status)", right: true)
            .Table("ByPrinter", $"{Text}Clean($_.DeviceName ? $_.DeviceName : $_.DeviceId ? $_.DeviceId : 'all')")
            .Time(8, x => x.Timestamp, "Time", "{0:HH:mm:ss}")
            .State(15, x => x.Type)
            .Script(19, "State", $"{Text}State({Text}Subject($_), $PSStyle)")
            .Script(11, "Progress", $"{Text}Bar({Text}Progress($_.Status))")
            .Script(9, "Layer", $"{Text}Layers($_.Status)", right: true)
            .Script(7, "Left", $"{Text}Left($_.Status)", right: true)
            .Alias("Time", x => x.Timestamp)
            .Unit("%", x => x.Progress),
        TypeView.Of<BambuPrinterStatus>()
            .Script(12, "State", $"{Text}State({Text}Doing($_), $PSStyle)")
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Script(11, "Progress", $"{Text}Bar({Text}Progress($_))")
            .Script(7, "Layer", $"{Text}Layers($_)", right: true)
            .Script(7, "Left", $"{Text}Left($_)", right: true)
            .Script(11, "Nozzle (°C)", $"{Text}Temperature($_.NozzleTemperature, $_.NozzleTargetTemperature)", right: true)
            .Script(8, "Bed (°C)", $"{Text}Temperature($_.BedTemperature, $_.BedTargetTemperature)", right: true)
            .Alias("Nozzle", x => x.NozzleTemperature)
            .Alias("Bed", x => x.BedTemperature)
            .Alias("JobId", x => x.TaskId)
            .Unit("%", x => x.Progress, x => x.SpeedPercent)
            .Unit("mm", x => x.NozzleDiameter)
            .Unit("°C", x => x.NozzleTemperature, x => x.NozzleTargetTemperature, x => x.BedTemperature, x => x.BedTargetTemperature)
            .Unit("°C", x => x.ChamberTemperature, x => x.ChamberTargetTemperature),
        TypeView.Of<BambuHms>()
            .Plain(19, x => x.Code)
            .State(8, x => x.Severity)
            .Plain(16, x => x.Module)
            .Plain(null, x => x.Url),
        TypeView.Of<BambuCodeText>()
            .Plain(19, x => x.Code)
            .State(8, x => x.Severity)
            .Text(null, x => x.Text),
        TypeView.Of<BambuPrinterReport>()
            .Time(8, x => x.Timestamp, "Time", "{0:HH:mm:ss}")
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Text(null, x => x.Payload)
            .Alias("Time", x => x.Timestamp),
    ];

    private static IEnumerable<TypeView> PrinterParts() =>
    [
        TypeView.Of<BambuPrinterFile>()
            .GroupBy($"{Text}Clean($_.DeviceId)")
            .Time(19, x => x.LastWriteTime)
            .Size(9, x => x.Length)
            .Text(null, x => x.Path)
            .Alias("PrinterPath", x => x.Path)
            .Unit("bytes", x => x.Length),
        TypeView.Of<BambuPrinterJob>()
            .Plain(9, x => x.PrintType)
            .Text(null, x => x.GcodeFile)
            .Time(19, x => x.StartTime)
            .Number(20, x => x.DownloadProgress, "DownloadProgress (%)")
            .Unit("%", x => x.DownloadProgress),
        TypeView.Of<BambuFans>()
            .Number(8, x => x.Part, "Part (%)")
            .Number(13, x => x.Auxiliary, "Auxiliary (%)")
            .Number(11, x => x.Chamber, "Chamber (%)")
            .Number(13, x => x.Heatbreak, "Heatbreak (%)")
            .Plain(11, x => x.AirDuctMode)
            .Unit("%", x => x.Part, x => x.Auxiliary, x => x.SecondAuxiliary, x => x.Chamber, x => x.Heatbreak),
        TypeView.Of<BambuPrinterNetwork>()
            .Plain(15, x => x.IPAddress)
            .Plain(6, x => x.Wired)
            .Number(16, x => x.WifiSignal, "WifiSignal (dBm)")
            .Unit("dBm", x => x.WifiSignal),
        TypeView.Of<BambuPrinterCamera>()
            .Plain(10, x => x.Recording)
            .Plain(10, x => x.Timelapse)
            .Plain(10, x => x.Streaming),
        TypeView.Of<BambuPrinterFirmware>()
            .Text(16, x => x.Version)
            .Text(16, x => x.NewVersion)
            .Text(16, x => x.UpdateStatus)
            .Number(18, x => x.UpdateProgress, "UpdateProgress (%)")
            .Unit("%", x => x.UpdateProgress),
        TypeView.Of<BambuSlot>()
            .Number(5, x => x.AmsId)
            .Number(6, x => x.TrayId)
            .Plain(8, x => x.External),
        TypeView.Of<BambuNozzle>()
            .Number(8, x => x.NozzleId)
            .Plain(6, x => x.Active)
            .Script(16, "Temperature (°C)", $"{Text}Temperature($_.Temperature, $_.TargetTemperature)", right: true)
            .Number(13, x => x.Diameter, "Diameter (mm)")
            .Text(10, x => x.Type)
            .Plain(null, x => x.Slot)
            .Unit("°C", x => x.Temperature, x => x.TargetTemperature)
            .Unit("mm", x => x.Diameter),
    ];

    private static IEnumerable<TypeView> Spools() =>
    [
        TypeView.Of<BambuFilamentSlot>()
            .Script(9, "Material", $"$_.Empty ? 'empty' : {Text}Clean($_.Material)")
            .Plain(7, x => x.Color)
            .Plain(9, x => x.ColorName)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Plain(10, x => x.SlotName)
            .Number(13, x => x.Remaining, "Remaining (%)")
            .Plain(6, x => x.Active)
            .Unit("%", x => x.Remaining)
            .Unit("g", x => x.RemainingGrams),
        TypeView.Of<BambuAms>()
            .Number(5, x => x.AmsId)
            .Plain(8, x => x.Model)
            .Number(12, x => x.Humidity, "Humidity (%)")
            .Number(16, x => x.Temperature, "Temperature (°C)", "{0:N1}")
            .Script(null, "Trays", $"{Text}Clean($_.Trays)")
            .Unit("5-1", x => x.HumidityIndex)
            .Unit("%", x => x.Humidity)
            .Unit("°C", x => x.Temperature, x => x.DryingTemperature),
        TypeView.Of<BambuAmsTray>()
            .Number(6, x => x.TrayId)
            .Script(14, "Material", $"$_.Empty ? 'empty' : {Text}Clean($_.Material)")
            .Plain(7, x => x.Color)
            .Plain(10, x => x.FilamentId)
            .Number(13, x => x.Remaining, "Remaining (%)")
            .Script(11, "Nozzle (°C)", $"{Text}Range($_.NozzleTemperatureMin, $_.NozzleTemperatureMax)", right: true)
            .Alias("Nozzle", x => x.NozzleTemperatureMin)
            .Alias("Slot", x => x.TrayId)
            .Unit("%", x => x.Remaining)
            .Unit("g", x => x.SpoolGrams, x => x.RemainingGrams)
            .Unit("°C", x => x.DryingTemperature)
            .Unit("°C", x => x.NozzleTemperatureMin, x => x.NozzleTemperatureMax),
    ];

    private static IEnumerable<TypeView> Devices() =>
    [
        TypeView.Of<BambuDevice>()
            .Plain(17, x => x.DeviceId)
            .Text(null, x => x.Name)
            .Text(9, x => x.Model)
            .State(6, x => x.Online)
            .Script(9, "State", $"{Text}KnownState($_.State, $PSStyle)")
            .Number(11, x => x.NozzleDiameter, "Nozzle (mm)")
            .Alias("DeviceName", x => x.Name)
            .Alias("Nozzle", x => x.NozzleDiameter)
            .Alias("JobId", x => x.TaskId)
            .Unit("mm", x => x.NozzleDiameter),
        TypeView.Of<BambuFoundPrinter>()
            .Plain(17, x => x.DeviceId)
            .Text(null, x => x.Name)
            .Text(9, x => x.Model)
            .Plain(15, x => x.Address)
            .Plain(7, x => x.LanOnly)
            .Alias("DeviceName", x => x.Name),
        TypeView.Of<BambuDeviceInfo>()
            .Plain(15, x => x.DeviceId)
            .Text(null, x => x.Name)
            .Text(9, x => x.Model)
            .State(6, x => x.Online)
            .Text(11, x => x.FirmwareVersion, "Firmware")
            .Number(11, x => x.NozzleTemperature, "Nozzle (°C)", "{0:0.#}")
            .Alias("DeviceName", x => x.Name)
            .Alias("Firmware", x => x.FirmwareVersion)
            .Alias("Nozzle", x => x.NozzleTemperature)
            .Alias("Bed", x => x.BedTemperature)
            .Unit("°C", x => x.NozzleTemperature, x => x.BedTemperature),
        TypeView.Of<BambuDeviceFirmware>()
            .Plain(12, x => x.CurrentVersion, "Current")
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .Plain(12, x => x.LatestVersion, "Latest")
            .Plain(6, x => x.UpdateAvailable, "Update")
            .Text(null, x => x.ReleaseNotes)
            .Alias("Current", x => x.CurrentVersion)
            .Alias("Latest", x => x.LatestVersion)
            .Alias("Update", x => x.UpdateAvailable),
        TypeView.Of<BambuFirmware>()
            .Plain(12, x => x.Version)
            .Plain(11, x => x.ForceUpdate)
            .Text(null, x => x.Description),
        TypeView.Of<BambuAmsFirmware>()
            .Plain(14, x => x.CurrentVersion)
            .Text(null, x => x.Firmware),
        TypeView.Of<BambuDeviceBinding>()
            .Plain(17, x => x.DeviceId)
            .Text(null, x => x.Name)
            .Plain(null, x => x.BindId)
            .Alias("DeviceName", x => x.Name),
    ];

    private static IEnumerable<TypeView> Projects() =>
    [
        TypeView.Of<BambuProject>()
            .Plain(12, x => x.ProjectId)
            .Text(null, x => x.Name)
            .Time(19, x => x.CreatedAt)
            .Number(9, x => x.FileCount),
        TypeView.Of<BambuProjectFile>()
            .Plain(12, x => x.FileId)
            .Text(null, x => x.FileName)
            .Size(9, x => x.Length)
            .Unit("bytes", x => x.Length),
        TypeView.Of<BambuProjectProfile>()
            .Plain(12, x => x.ProfileId)
            .Text(null, x => x.Name)
            .Script(6, "Plates", "$_.Plates.Count", right: true),
        TypeView.Of<BambuProjectPlate>()
            .Number(5, x => x.Index)
            .Duration(13, x => x.EstimatedTime)
            .Number(8, x => x.FilamentGrams, "Grams", "{0:N2}")
            .Unit("g", x => x.FilamentGrams),
    ];
}
