namespace BambuCloud;

/// <summary>Slots as the vendor's programs name them: <c>A1</c> to <c>D4</c>, <c>HT-A</c>, <c>External</c>.</summary>
internal static class SlotNames
{
    /// <summary>An external spool: the only one, or that of the right nozzle.</summary>
    public const string External = "External";

    /// <summary>The external spool of the left nozzle, on printers with two.</summary>
    public const string ExternalLeft = "External-L";

    private const int FirstHT = 128;
    private const int LeftSpool = 254;

    /// <summary>The name of a slot.</summary>
    /// <param name="amsId">The unit; null for an external spool.</param>
    /// <param name="trayId">The tray.</param>
    /// <param name="spools">How many external spools the printer has.</param>
    public static string Of(int? amsId, int trayId, int spools = 1) => amsId switch
    {
        null => spools > 1 && trayId == LeftSpool ? ExternalLeft : External,
        >= FirstHT and var unit => $"HT-{(char)('A' + unit - FirstHT)}",
        // The only unit of an A2L has a number of its own.
        >= 0 and <= 3 and var unit => $"{(char)('A' + unit)}{trayId + 1}",
        _ => $"A{trayId + 1}",
    };

    /// <summary>The slot of a name, of a printer of which nobody knows what it has; null for no name.</summary>
    public static BambuSlot? Parse(string name) => name.ToUpperInvariant() switch
    {
        [>= 'A' and <= 'D' and var unit, >= '1' and <= '4' and var slot] => new BambuSlot { AmsId = unit - 'A', TrayId = slot - '1' },
        ['H', 'T', '-', >= 'A' and <= 'H' and var unit] => new BambuSlot { AmsId = FirstHT + unit - 'A' },
        "EXTERNAL" => new BambuSlot { TrayId = LeftSpool },
        _ => null,
    };
}
