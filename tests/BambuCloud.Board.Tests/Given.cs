namespace BambuCloud.Board.Tests;

/// <summary>Printers and what they say.</summary>
internal static class Given
{
    public static DateTime Noon { get; } = new(2026, 11, 24, 12, 0, 0, DateTimeKind.Local);

    /// <summary>Codes that have a text; the others have none.</summary>
    public static (BambuHms Hms, string PrintError) Explained()
    {
        CodeTexts.Current = new CodeTexts
        {
            Hms = new Dictionary<string, string>
            {
                ["0700200000020001"] = "AMS A slot 1: the filament has run out. Please insert a new filament, and then press Resume.",
            },
            Errors = new Dictionary<string, string> { ["03008016"] = "The nozzle is clogged." },
        };
        return (new BambuHms(0x07002000, 0x00020001), "0300_8016");
    }

    public static BambuDevice Device(string name, bool online = true) => new() { DeviceId = $"ID-{name}", Name = name, Online = online };

    public static BambuPrinterStatus Status(string name, BambuPrintState state, int? progress = null, int? minutes = null) => new()
    {
        DeviceId = $"ID-{name}",
        LastSeen = Noon,
        State = state,
        Progress = progress,
        RemainingTime = minutes is { } left ? TimeSpan.FromMinutes(left) : null,
        Layer = progress / 2,
        TotalLayers = progress is null ? null : 50,
        JobName = progress is null ? null : "cube",
        NozzleTemperature = 219.6,
        NozzleTargetTemperature = 220,
        BedTemperature = 59.7,
        BedTargetTemperature = 60,
    };

    public static BambuPrinterEvent Event(BambuPrinterEventType type, BambuPrinterStatus status) =>
        new() { DeviceId = status.DeviceId, DeviceName = status.DeviceId[3..], Timestamp = Noon, Type = type, Status = status };

    public static BambuPrinterEvent Event(BambuPrinterEventType type, string? name = null) =>
        new() { DeviceId = name is null ? null : $"ID-{name}", DeviceName = name, Timestamp = Noon, Type = type };

    /// <summary>A fleet of which each printer has said something.</summary>
    public static Fleet Fleet(params (string Name, BambuPrinterStatus Status)[] printers)
    {
        Fleet fleet = new(printers.Select(printer => Device(printer.Name)));
        foreach ((_, BambuPrinterStatus status) in printers)
        {
            fleet.Take(status);
        }
        return fleet;
    }

    /// <summary>So many printers that print.</summary>
    public static Fleet Farm(int printers) => Fleet(
        [.. Enumerable.Range(1, printers)
            .Select(number => ($"P1S {number}", Status($"P1S {number}", BambuPrintState.Running, number % 100, number)))]);
}
