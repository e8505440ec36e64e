namespace BambuCloud.Client.Reports;

/// <summary>What one report says of the AMS units.</summary>
/// <param name="known">The units before it.</param>
/// <param name="texts">Its texts.</param>
internal sealed class AmsDraft(IReadOnlyList<BambuAms> known, ReportTexts texts)
{
    private const int TraysInUnit = 4;

    public IReadOnlyList<BambuAms> Known => known;

    public ReportTexts Texts => texts;

    public int? TrayNow;
    public List<UnitDraft>? Units;

    /// <summary>The unit as it was before; null for a new one.</summary>
    public BambuAms? KnownUnit(int id)
    {
        for (int index = 0; index < known.Count; index++)
        {
            if (known[index].AmsId == id)
            {
                return known[index];
            }
        }
        return null;
    }

    /// <summary>The trays of all units, one unit after the other.</summary>
    public List<TrayDraft> Trays { get; } = new(known.Count * TraysInUnit);
}

/// <summary>What a report says of one unit.</summary>
internal struct UnitDraft(AmsDraft ams, int id)
{
    public readonly AmsDraft Ams = ams;
    public readonly int Id = id;
    public readonly BambuAms? Known = ams.KnownUnit(id);

    public int? Humidity;
    public double? Temperature;
    public int FirstTray;
    public int TrayCount;

    /// <summary>A tray as it was before; null for a new one.</summary>
    public readonly BambuAmsTray? KnownTray(int? id)
    {
        for (int index = 0; index < Known?.Trays.Count; index++)
        {
            if (Known.Trays[index].TrayId == id)
            {
                return Known.Trays[index];
            }
        }
        return null;
    }

    /// <summary>The unit after the report.</summary>
    /// <param name="kept">What holds where the report says nothing; null for nothing.</param>
    public readonly BambuAms Merge(BambuAms? kept)
    {
        BambuAms merged = new()
        {
            AmsId = Id,
            Humidity = Humidity ?? kept?.Humidity,
            Temperature = Temperature ?? kept?.Temperature,
            Trays = MergeTrays(kept?.Trays ?? []),
        };
        return merged.Equals(Known) ? Known : merged;
    }

    private readonly IReadOnlyList<BambuAmsTray> MergeTrays(IReadOnlyList<BambuAmsTray> kept)
    {
        List<BambuAmsTray> trays = [.. kept];
        for (int index = FirstTray; index < FirstTray + TrayCount; index++)
        {
            TrayDraft tray = Ams.Trays[index];
            int place = 0;
            while (place < trays.Count && trays[place].TrayId < tray.Id)
            {
                place++;
            }
            if (place < trays.Count && trays[place].TrayId == tray.Id)
            {
                trays[place] = tray.Merge(Id, trays[place]);
            }
            else
            {
                trays.Insert(place, tray.Merge(Id, null));
            }
        }
        return Known is not null && trays.SequenceEqual(Known.Trays) ? Known.Trays : trays.AsReadOnly();
    }
}

/// <summary>What a report says of one tray.</summary>
internal struct TrayDraft(int id, BambuAmsTray? known, ReportTexts texts)
{
    /// <summary>The printer does not know how much is left.</summary>
    public const int Unknown = -1;

    public readonly int Id = id;
    public readonly BambuAmsTray? Known = known;
    public readonly ReportTexts Texts = texts;

    public string? Material;
    public string? Brand;
    public string? Color;
    public string? FilamentId;
    public int? Remaining;
    public int? NozzleTemperatureMin;
    public int? NozzleTemperatureMax;

    private readonly bool IsDescribed =>
        (Material ?? Color ?? FilamentId) is not null || (Remaining ?? NozzleTemperatureMin ?? NozzleTemperatureMax) is not null;

    /// <summary>The tray after the report: an empty one where it has nothing but its id.</summary>
    /// <param name="unit">The number of its unit.</param>
    /// <param name="kept">What holds where the report says nothing; null for nothing.</param>
    public readonly BambuAmsTray Merge(int unit, BambuAmsTray? kept)
    {
        BambuAmsTray merged = !IsDescribed ? new BambuAmsTray { AmsId = unit, TrayId = Id } : new BambuAmsTray
        {
            AmsId = unit,
            TrayId = Id,
            Empty = false,
            Material = Material ?? kept?.Material,
            Brand = Brand is null ? kept?.Brand : Brand.Length > 0 ? Brand : null,
            RawColor = Color ?? kept?.RawColor,
            FilamentId = FilamentId ?? kept?.FilamentId,
            Remaining = Remaining is { } left ? (left is >= 0 and <= 100 ? left : null) : kept?.Remaining,
            NozzleTemperatureMin = NozzleTemperatureMin ?? kept?.NozzleTemperatureMin,
            NozzleTemperatureMax = NozzleTemperatureMax ?? kept?.NozzleTemperatureMax,
        };
        return merged.Equals(Known) ? Known : merged;
    }
}
