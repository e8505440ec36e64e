namespace BambuCloud.Simulator;

/// <summary>What distinguishes the printers of the account.</summary>
internal sealed record PrinterModel(
    string SerialPrefix, string ModelName, string ShortName, string ProductName, string Structure, bool SendsDeltas, bool HasChamberSensor)
{
    public static IReadOnlyList<PrinterModel> All { get; } =
    [
        new("01P00A", "C12", "P1S", "P1S", "CoreXY", SendsDeltas: true, HasChamberSensor: false),
        new("00M00A", "BL-P001", "X1C", "X1 Carbon", "CoreXY", SendsDeltas: false, HasChamberSensor: true),
        new("03900A", "N2S", "A1", "A1", "I3", SendsDeltas: true, HasChamberSensor: false),
        new("01S00A", "C11", "P1P", "P1P", "CoreXY", SendsDeltas: true, HasChamberSensor: false),
    ];

    /// <summary>The model that a serial number says; a P1S where it says none.</summary>
    public static PrinterModel Of(string deviceId) =>
        All.FirstOrDefault(model => deviceId.StartsWith(model.SerialPrefix[..3], StringComparison.Ordinal)) ?? All[0];
}
