namespace BambuCloud.Client.Reports;

/// <summary>
/// What one report says of the AMS units. Its lists are the largest of what a report needs for the time that it is read → one draft serves
/// all reports, one after the other.
/// </summary>
/// <param name="texts">The texts of reports.</param>
internal sealed class AmsDraft(ReportTexts texts)
{
    private readonly List<UnitDraft> _units = [];

    /// <summary>The units before the report.</summary>
    public IReadOnlyList<BambuAms> Known { get; private set; } = BambuList<BambuAms>.Empty;

    public ReportTexts Texts => texts;

    public int? TrayNow;

    /// <summary><c>tray_exist_bits</c>: in which trays there are spools.</summary>
    public ulong? TrayBits;

    /// <summary>The units that are there; null where the report does not list them.</summary>
    public List<UnitDraft>? Units { get; private set; }

    /// <summary>The trays of all units, one unit after the other.</summary>
    public List<TrayDraft> Trays { get; } = [];

    /// <summary>Begins a report, with what was known before.</summary>
    public AmsDraft Begin(IReadOnlyList<BambuAms> known)
    {
        Known = known;
        TrayNow = null;
        TrayBits = null;
        Units = null;
        _units.Clear();
        Trays.Clear();
        return this;
    }

    /// <summary>The report lists the units.</summary>
    public List<UnitDraft> BeginUnits() => Units ??= _units;

    /// <summary>The unit as it was before; null for a new one.</summary>
    public BambuAms? KnownUnit(int id) => AmsNumbers.PlaceOf(Known, id) is >= 0 and int place ? Known[place] : null;
}

/// <summary>What a report says of one unit.</summary>
internal struct UnitDraft(AmsDraft ams, int id)
{
    public readonly AmsDraft Ams = ams;
    public readonly int Id = id;
    public readonly BambuAms? Known = ams.KnownUnit(id);

    public BambuAmsModel? Model;
    public int? HumidityIndex;
    public int? Humidity;
    public double? Temperature;
    public int? DryingMinutes;
    public int? DryingTemperature;
    public double? DryingHours;
    public string? DryingFilament;
    public int FirstTray;
    public int TrayCount;

    /// <summary>The unit after the report.</summary>
    /// <param name="kept">What holds where the report says nothing; null for nothing.</param>
    /// <param name="bits">Where there are spools.</param>
    /// <param name="model">What kind of unit it is where the report does not say.</param>
    public readonly BambuAms Merge(BambuAms? kept, TrayBits bits, BambuAmsModel model)
    {
        BambuAmsModel kind = Model ?? (kept is { Model: not BambuAmsModel.Unknown } ? kept.Model : model);
        bool measures = kind != BambuAmsModel.AmsLite; // It says zeros.
        BambuAms merged = new()
        {
            AmsId = Id,
            Model = kind,
            HumidityIndex = HumidityIndex is { } index ? (index is >= 1 and <= 5 ? index : null) : kept?.HumidityIndex,
            Humidity = Humidity is { } percent ? (percent is >= 0 and <= 100 && (percent > 0 || measures) ? percent : null)
                : kept?.Humidity,
            Temperature = Temperature is { } degrees ? (degrees != 0 || measures ? degrees : null) : kept?.Temperature,
            DryingRemainingTime = DryingMinutes is { } left ? (left > 0 ? TimeSpan.FromMinutes(left) : null) : kept?.DryingRemainingTime,
            DryingTemperature = DryingTemperature is { } aim ? (aim > 0 ? aim : null) : kept?.DryingTemperature,
            DryingDuration = DryingHours is { } hours ? (hours is > 0 and < 1000 ? TimeSpan.FromHours(hours) : null) : kept?.DryingDuration,
            DryingFilament = DryingFilament is null ? kept?.DryingFilament : DryingFilament.Length == 0 ? null : DryingFilament,
            Trays = MergeTrays(kept?.Trays ?? [], bits),
        };
        return merged.Equals(Known) ? Known : merged;
    }

    private readonly IReadOnlyList<BambuAmsTray> MergeTrays(IReadOnlyList<BambuAmsTray> kept, TrayBits bits)
    {
        List<BambuAmsTray> trays = new(Math.Max(kept.Count, TrayCount));
        trays.AddRange(kept);
        for (int index = FirstTray; index < FirstTray + TrayCount; index++)
        {
            TrayDraft tray = Ams.Trays[index];
            int place = 0;
            while (place < trays.Count && trays[place].TrayId < tray.Id)
            {
                place++;
            }
            bool isKnown = place < trays.Count && trays[place].TrayId == tray.Id;
            BambuAmsTray? before = isKnown ? trays[place] : null;
            BambuAmsTray after = tray.Merge(Id, before, bits.Exists(Id, tray, before));
            if (isKnown)
            {
                trays[place] = after;
            }
            else
            {
                trays.Insert(place, after);
            }
        }
        bits.Apply(Id, trays);
        return Known is not null && trays.SequenceEqual(Known.Trays) ? Known.Trays : new BambuList<BambuAmsTray>(trays);
    }
}
