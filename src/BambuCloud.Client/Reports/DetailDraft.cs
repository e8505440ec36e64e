namespace BambuCloud.Client.Reports;

/// <summary>
/// What a report says of what does not change all the time; null for what it does not say. A delta has seldom anything of it.
/// </summary>
internal sealed class DetailDraft
{
    /// <summary>Nothing is said.</summary>
    public static readonly DetailDraft Nothing = new();

    public string? GcodeFile;
    public string? ProjectId;
    public string? ProfileId;
    public long? StartTime;
    public int? DownloadProgress;
    public IReadOnlyList<int>? SkippedObjects;
    public double? NozzleDiameter;
    public string? NozzleType;
    public List<NozzleDraft>? Nozzles;
    public int? ActiveNozzle;
    public uint? BedPacked;
    public double? ChamberTargetTemperature;
    public uint? ChamberPacked;
    public int? DuctPart;
    public int? DuctAuxiliary;
    public int? DuctSecondAuxiliary;
    public int? DuctChamber;
    public int? AirDuctMode;
    public BambuSpeedLevel? SpeedLevel;
    public int? SpeedPercent;
    public uint? Address;
    public uint? HomeFlag;
    public ulong? Stat;
    public bool? SdCard;
    public bool? Recording;
    public bool? Timelapse;
    public bool? Streaming;
    public string? NewVersion;
    public string? UpdateStatus;
    public int? UpdateProgress;
    public bool? SignatureRequired;
    public IReadOnlyList<BambuHms>? Hms;
    public IReadOnlyDictionary<string, string>? Lights;
    public List<TrayDraft>? ExternalSpools;
    /// <summary>Whether those are all external spools, and not what changed of one.</summary>
    public bool AreAllSpools;
}
