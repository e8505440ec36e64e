namespace BambuCloud.Client.Reports;

/// <summary>What <c>get_version</c> says of a printer's parts.</summary>
/// <param name="Version">The printer's own firmware: module <c>ota</c>.</param>
/// <param name="Units">The AMS units by their number.</param>
internal sealed record PrinterModules(string? Version, IReadOnlyDictionary<int, BambuAmsModel> Units)
{
    private const string OwnFirmware = "ota";

    /// <summary>Nothing is known.</summary>
    public static readonly PrinterModules None = new(null, new Dictionary<int, BambuAmsModel>());

    /// <summary>
    /// Takes in one module: <c>ota</c>, <c>ams/0</c>, <c>ams_f1/0</c> AMS lite, <c>n3f/0</c> AMS 2 Pro, <c>n3s/128</c> AMS HT.
    /// </summary>
    public PrinterModules With(string name, string? version)
    {
        if (name == OwnFirmware)
        {
            return this with { Version = version };
        }
        string[] parts = name.Split('/');
        BambuAmsModel model = parts[0] switch
        {
            "ams" => BambuAmsModel.Ams,
            "ams_f1" => BambuAmsModel.AmsLite,
            "n3f" => BambuAmsModel.Ams2Pro,
            "n3s" => BambuAmsModel.AmsHt,
            _ => BambuAmsModel.Unknown,
        };
        bool isUnit = model != BambuAmsModel.Unknown && parts.Length == 2 && int.TryParse(parts[1], out _);
        return isUnit ? this with { Units = new Dictionary<int, BambuAmsModel>(Units) { [int.Parse(parts[1], null)] = model } } : this;
    }
}
