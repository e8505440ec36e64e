using static BambuCloud.Views.Scripts;

namespace BambuCloud.Views;

/// <summary>
/// The tables of all types. A first column has a width: without one PowerShell sizes the whole table by what comes within 300 ms. All fit
/// into 75 columns, which the examples of Get-Help leave of 80.
/// </summary>
internal static class Tables
{
    /// <summary>The views of all types.</summary>
    public static IReadOnlyList<TypeView> All { get; } =
    [
        TypeView.Of<BambuDevice>()
            .Name(14, x => x.Name)
            .Plain(17, x => x.DeviceId)
            .Text(11, x => x.ProductName, "Model")
            .State(6, x => x.Online)
            .State(11, x => x.PrintStatus)
            .Number(11, x => x.NozzleDiameter, "Nozzle (mm)")
            .Unit("mm", x => x.NozzleDiameter),
        TypeView.Of<BambuSession>()
            .Plain(12, x => x.Uid)
            .Plain(6, x => x.Region)
            .Plain(26, x => x.ApiEndpoint)
            .Script(19, "ExpiresAt", "$_.ExpiresAt ? $_.ExpiresAt.ToString('g') : 'unknown'")
            .Script(8, "Left", $"{Text}Validity($_.ExpiresAt)", right: true),
        TypeView.Of<BambuFile>()
            .Name(32, x => x.FileName)
            .Size(10, x => x.Length)
            .Plain(null, x => x.FileUrl)
            .Unit("bytes", x => x.Length),
        TypeView.Of<BambuPrintJob>()
            .Plain(12, x => x.JobId)
            .Script(15, "Printer", $"{Text}Name({Printer}, 15)")
            .Text(null, x => x.FileName)
            .State(9, x => x.Status)
            .Script(11, "Progress", $"{Text}Bar($_.Progress)")
            .Script(7, "Left", $"{Text}LeftOfJob($_)", right: true)
            .Unit("%", x => x.Progress),
        TypeView.Of<BambuPrintSettings>()
            .Number(10, x => x.LayerHeight, "Layer (mm)")
            .Number(10, x => x.Infill, "Infill (%)")
            .Number(9, x => x.Speed, "Speed (%)")
            .Number(5, x => x.Plate)
            .Unit("mm", x => x.LayerHeight)
            .Unit("%", x => x.Infill, x => x.Speed),
        TypeView.Of<BambuTask>()
            .Time(19, x => x.StartTime)
            .Text(null, x => x.Title)
            .Script(null, "Printer", $"{Text}Clean({Printer})")
            .State(8, x => x.Status)
            .Duration(8, x => x.Duration)
            .Number(10, x => x.Weight, "Weight (g)", format: "{0:N2}")
            .Unit("%", x => x.Progress)
            .Unit("g", x => x.Weight)
            .Unit("cm", x => x.Length),
        TypeView.Of<BambuNotification>()
            .Time(19, x => x.Timestamp)
            .Plain(5, x => x.Read)
            .Plain(16, x => x.Type)
            .Text(null, x => x.Message),
        TypeView.Of<BambuPrinterEvent>()
            .Time(8, x => x.Timestamp, "Time", "{0:HH:mm:ss}")
            .Text(null, x => x.DeviceName, "Printer")
            .State(15, x => x.Type)
            .Script(19, "State",
                $"$_.Type -eq 'LayerChanged' ? 'Layer ' + {Text}Layers($_.Status) : {Text}State({Text}Subject($_), $PSStyle)")
            .Script(3, "%", $"{Text}Progress($_.Status)", right: true)
            .Script(7, "Left", $"{Text}Left($_.Status)", right: true)
            .Table("ByPrinter", $"{Text}Clean($_.DeviceName ? $_.DeviceName : $_.DeviceId ? $_.DeviceId : 'all')")
            .Time(8, x => x.Timestamp, "Time", "{0:HH:mm:ss}")
            .State(15, x => x.Type)
            .Script(19, "State", $"{Text}State({Text}Subject($_), $PSStyle)")
            .Script(11, "Progress", $"{Text}Bar({Text}Progress($_.Status))")
            .Script(9, "Layer", $"{Text}Layers($_.Status)", right: true)
            .Script(7, "Left", $"{Text}Left($_.Status)", right: true),
        TypeView.Of<BambuPrinterStatus>()
            .Script(11, "Printer", $"{Text}Name({Printer}, 11)")
            .Script(12, "State", $"{Text}State({Text}Doing($_), $PSStyle)")
            .Script(11, "Progress", $"{Text}Bar({Text}Progress($_))")
            .Script(9, "Layer", $"{Text}Layers($_)", right: true)
            .Script(7, "Left", $"{Text}Left($_)", right: true)
            .Script(11, "Nozzle (°C)", $"{Text}Temperature($_.NozzleTemperature, $_.NozzleTargetTemperature)", right: true)
            .Script(8, "Bed (°C)", $"{Text}Temperature($_.BedTemperature, $_.BedTargetTemperature)", right: true)
            .Unit("%", x => x.Progress, x => x.SpeedPercent)
            .Unit("mm", x => x.NozzleDiameter)
            .Unit("°C", x => x.NozzleTemperature, x => x.NozzleTargetTemperature, x => x.BedTemperature, x => x.BedTargetTemperature)
            .Unit("°C", x => x.ChamberTemperature, x => x.ChamberTargetTemperature),
        TypeView.Of<BambuPrinterJob>()
            .Plain(9, x => x.PrintType, "Type")
            .Text(null, x => x.GcodeFile, "File")
            .Time(19, x => x.StartTime)
            .Number(12, x => x.DownloadProgress, "Download (%)")
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
            .Plain(10, x => x.Timelapse),
        TypeView.Of<BambuPrinterFirmware>()
            .Text(16, x => x.Version)
            .Text(16, x => x.NewVersion)
            .Text(16, x => x.UpdateStatus)
            .Number(10, x => x.UpdateProgress, "Update (%)")
            .Unit("%", x => x.UpdateProgress),
        TypeView.Of<BambuSlot>()
            .Number(5, x => x.AmsId)
            .Number(6, x => x.TrayId)
            .Plain(8, x => x.External),
        TypeView.Of<BambuNozzle>()
            .Number(8, x => x.NozzleId)
            .Plain(6, x => x.Active)
            .Script(11, "Nozzle (°C)", $"{Text}Temperature($_.Temperature, $_.TargetTemperature)", right: true)
            .Number(13, x => x.Diameter, "Diameter (mm)")
            .Text(10, x => x.Type)
            .Plain(null, x => x.Slot)
            .Unit("°C", x => x.Temperature, x => x.TargetTemperature)
            .Unit("mm", x => x.Diameter),
        TypeView.Of<BambuHms>()
            .Plain(19, x => x.Code)
            .State(8, x => x.Severity)
            .Plain(16, x => x.Module)
            .Plain(null, x => x.Url),
        TypeView.Of<BambuDeviceInfo>()
            .Name(11, x => x.Name)
            .Plain(15, x => x.DeviceId)
            .Text(7, x => x.Model)
            .State(6, x => x.Online)
            .Text(11, x => x.FirmwareVersion, "Firmware")
            .Number(11, x => x.NozzleTemperature, "Nozzle (°C)", format: "{0:0.#}")
            .Number(8, x => x.BedTemperature, "Bed (°C)", format: "{0:0.#}")
            .Unit("°C", x => x.NozzleTemperature, x => x.BedTemperature),
        TypeView.Of<BambuDeviceVersion>()
            .Plain(17, x => x.DeviceId)
            .Plain(12, x => x.CurrentVersion, "Current")
            .Plain(12, x => x.LatestVersion, "Latest")
            .Plain(6, x => x.UpdateAvailable, "Update")
            .Text(null, x => x.ReleaseNotes),
        TypeView.Of<BambuFirmware>()
            .Plain(12, x => x.Version)
            .Plain(6, x => x.ForceUpdate, "Forced")
            .Text(null, x => x.Description),
        TypeView.Of<BambuAmsVersion>()
            .Plain(12, x => x.CurrentVersion, "Current")
            .Script(null, "Firmware", "$_.Firmware -join ', '"),
        TypeView.Of<BambuDeviceBinding>()
            .Name(18, x => x.Name)
            .Plain(17, x => x.DeviceId)
            .Plain(null, x => x.BindId),
        TypeView.Of<BambuProject>()
            .Plain(12, x => x.ProjectId)
            .Text(30, x => x.Name)
            .Time(19, x => x.CreatedAt)
            .Number(5, x => x.FileCount, "Files"),
        TypeView.Of<BambuProjectFile>()
            .Plain(12, x => x.FileId)
            .Text(34, x => x.FileName)
            .Size(10, x => x.Length)
            .Unit("bytes", x => x.Length),
        TypeView.Of<BambuProjectProfile>()
            .Plain(12, x => x.ProfileId)
            .Text(34, x => x.Name)
            .Script(6, "Plates", "$_.Plates.Count", right: true),
        TypeView.Of<BambuProjectPlate>()
            .Number(5, x => x.Index)
            .Duration(9, x => x.EstimatedTime, "Estimated")
            .Number(10, x => x.Weight, "Weight (g)", format: "{0:N2}")
            .Unit("g", x => x.Weight),
        TypeView.Of<BambuCommandResult>()
            .Script(16, "Printer", $"{Text}Clean({Printer})")
            .Plain(7, x => x.Command)
            .State(11, x => x.Outcome)
            .Script(8, "State", $"{Text}State($_.Status.State, $PSStyle)")
            .Sentence(x => x.Reason),
        TypeView.Of<BambuPrintResult>()
            .Script(16, "Printer", $"{Text}Name({Printer}, 16)")
            .Text(null, x => x.JobName)
            .State(9, x => x.Outcome)
            .Time(19, x => x.EndedAt)
            .Plain(9, x => x.PrintError, "Error"),
        TypeView.Of<BambuPrintFile>()
            .Name(21, x => x.FileName)
            .Size(9, x => x.Length)
            .Plain(6, x => x.Sliced)
            .Script(6, "Plates", "$_.Plates.Count", right: true)
            .Script(8, "Printer", $"{Text}Clean(($_.Plates.PrinterModel | Select-Object -Unique) -join ', ')")
            .Script(9, "Estimated", $"{Text}EstimatedTime($_.Plates)", right: true)
            .Script(10, "Weight (g)", $"{Text}Weight($_.Plates)", right: true)
            .Unit("bytes", x => x.Length),
        TypeView.Of<BambuPrintFilePlate>()
            .Number(5, x => x.Index)
            .Plain(6, x => x.Sliced)
            .Text(8, x => x.PrinterModel, "Printer")
            .Script(11, "Nozzle (mm)", "$_.NozzleDiameters -join ', '", right: true)
            .Duration(9, x => x.EstimatedTime, "Estimated")
            .Number(10, x => x.Weight, "Weight (g)", format: "{0:N2}")
            .Script(null, "Filaments", $"{Text}Clean($_.Filaments -join ', ')")
            .Unit("mm", x => x.NozzleDiameters)
            .Unit("g", x => x.Weight),
        TypeView.Of<BambuPrintFileFilament>()
            .Number(6, x => x.FilamentNumber, "Number")
            .Text(14, x => x.Material)
            .Plain(9, x => x.Color)
            .Plain(10, x => x.FilamentId)
            .Number(10, x => x.Metres, "Length (m)", format: "{0:N2}")
            .Number(10, x => x.Grams, "Weight (g)", format: "{0:N2}"),
        TypeView.Of<BambuPrinterReport>()
            .Time(8, x => x.Timestamp, "Time", "{0:HH:mm:ss}")
            .Script(15, "Printer", $"{Text}Name({Printer}, 15)")
            .Text(null, x => x.Payload),
        TypeView.Of<BambuAms>()
            .Number(5, x => x.AmsId)
            .Plain(8, x => x.Model)
            .Number(12, x => x.Humidity, "Humidity (%)")
            .Number(16, x => x.Temperature, "Temperature (°C)", format: "{0:N1}")
            .Script(null, "Trays", $"{Text}Clean($_.Trays -join ', ')")
            .Unit("5-1", x => x.HumidityIndex)
            .Unit("%", x => x.Humidity)
            .Unit("°C", x => x.Temperature, x => x.DryingTemperature),
        TypeView.Of<BambuAmsTray>()
            .Number(6, x => x.TrayId)
            .Script(14, "Material", $"$_.Empty ? 'empty' : {Text}Clean($_.Material)")
            .Plain(9, x => x.Color)
            .Plain(10, x => x.FilamentId)
            .Number(8, x => x.Remaining, "Left (%)")
            .Script(11, "Nozzle (°C)", $"{Text}Range($_.NozzleTemperatureMin, $_.NozzleTemperatureMax)", right: true)
            .Unit("%", x => x.Remaining)
            .Unit("g", x => x.Weight, x => x.RemainingGrams)
            .Unit("°C", x => x.DryingTemperature)
            .Unit("°C", x => x.NozzleTemperatureMin, x => x.NozzleTemperatureMax),
    ];
}
