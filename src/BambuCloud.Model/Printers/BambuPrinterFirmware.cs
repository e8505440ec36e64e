namespace BambuCloud;

/// <summary>A printer's firmware, and its update.</summary>
public sealed record BambuPrinterFirmware : BambuObject
{
    /// <summary>Nothing is known.</summary>
    internal static readonly BambuPrinterFirmware None = new();

    /// <summary>The version that runs: module <c>ota</c> of <c>get_version</c>.</summary>
    public string? Version { get; internal init; }

    /// <summary>
    /// A newer version that the printer could take: <c>upgrade_state</c>; <see langword="null"/> for none.
    /// </summary>
    public string? NewVersion { get; internal init; }

    /// <summary>What an update is doing: <c>IDLE</c>, <c>DOWNLOADING</c>, <c>FLASHING</c>, <c>UPGRADE_SUCCESS</c> and more.</summary>
    public string? UpdateStatus { get; internal init; }

    /// <summary>How far an update is, 0 to 100 %.</summary>
    public int? UpdateProgress { get; internal init; }

    /// <summary>The version, and a newer one.</summary>
    public override string ToString() => NewVersion is null ? $"{Version}" : $"{Version} → {NewVersion}";
}
