using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>What a report says of one tray or external spool; null for what it does not say.</summary>
internal struct TrayDraft(int id, BambuAmsTray? known, ReportTexts texts)
{
    /// <summary>The members of a tray.</summary>
    public static readonly MemberTable<TrayDraft> Members = new(
        ("id", (ref json, ref _) => json.Skip()),
        ("state", (ref json, ref tray) => tray.State = json.ReadInt()),
        ("tray_type", (ref json, ref tray) => tray.Material = tray.Texts.Read(ref json, tray.Known?.Material)),
        ("tray_sub_brands", (ref json, ref tray) => tray.Brand = tray.Texts.Read(ref json, tray.Known?.Brand)),
        ("tray_color", (ref json, ref tray) => tray.Color = tray.Texts.Read(ref json, tray.Known?.RawColor)),
        ("cols", ReadColors),
        ("tray_info_idx", (ref json, ref tray) => tray.FilamentId = tray.Texts.Read(ref json, tray.Known?.FilamentId)),
        ("tray_uuid", (ref json, ref tray) => tray.SpoolId = tray.Texts.ReadIdentity(ref json, tray.Known?.SpoolId)),
        ("tag_uid", (ref json, ref tray) => tray.TagId = tray.Texts.ReadIdentity(ref json, tray.Known?.TagId)),
        ("remain", (ref json, ref tray) => tray.Remaining = json.ReadInt() ?? Unknown),
        ("tray_weight", (ref json, ref tray) => tray.Weight = json.ReadNumber()),
        ("nozzle_temp_min", (ref json, ref tray) => tray.NozzleTemperatureMin = json.ReadInt()),
        ("nozzle_temp_max", (ref json, ref tray) => tray.NozzleTemperatureMax = json.ReadInt()),
        ("drying_temp", (ref json, ref tray) => tray.DryingTemperature = json.ReadInt()),
        ("tray_temp", (ref json, ref tray) => tray.DryingTemperature = json.ReadInt()),
        ("drying_time", (ref json, ref tray) => tray.DryingHours = json.ReadNumber()),
        ("tray_time", (ref json, ref tray) => tray.DryingHours = json.ReadNumber()),
        ("k", (ref json, ref tray) => tray.PressureAdvance = json.ReadNumber()));

    private const int Unknown = -1;

    public readonly int Id = id;
    public readonly BambuAmsTray? Known = known;
    public readonly ReportTexts Texts = texts;

    public int? State;
    public string? Material;
    public string? Brand;
    public string? Color;
    public IReadOnlyList<string>? Colors;
    public string? FilamentId;
    public string? SpoolId;
    public string? TagId;
    public int? Remaining;
    public double? Weight;
    public int? NozzleTemperatureMin;
    public int? NozzleTemperatureMax;
    public int? DryingTemperature;
    public double? DryingHours;
    public double? PressureAdvance;

    /// <summary>Whether its state says that a spool is there; null for no word.</summary>
    public readonly bool? HasSpool => State is { } state ? (state & 1) != 0 : null;

    /// <summary>Whether it says what spool is there: of one that nobody knows, and of none, the texts are empty.</summary>
    public readonly bool IsDescribed => Material is { Length: > 0 } || FilamentId is { Length: > 0 } || Brand is { Length: > 0 }
        || Color is { Length: > 0 } || SpoolId is { Length: > 0 } || TagId is { Length: > 0 };

    /// <summary>Whether it says nothing but its number.</summary>
    public readonly bool IsBare =>
        (Material ?? Color ?? FilamentId ?? SpoolId ?? TagId ?? Brand) is null
        && (State ?? Remaining ?? NozzleTemperatureMin ?? NozzleTemperatureMax) is null;

    /// <summary>Whether an external spool is there: what has no texts is none.</summary>
    public readonly bool IsSpool => Material is { Length: > 0 } || FilamentId is { Length: > 0 };

    /// <summary>The tray after the report.</summary>
    /// <param name="unit">The unit that it is in; null for an external spool.</param>
    /// <param name="kept">What holds where the report says nothing; null for nothing.</param>
    /// <param name="exists">Whether there is a spool.</param>
    public readonly BambuAmsTray Merge(int? unit, BambuAmsTray? kept, bool exists)
    {
        if (!exists)
        {
            return Empty(unit, Id, Known);
        }
        string? material = Text(Material, kept?.Material);
        (string? spool, string? tag) = (Text(SpoolId, kept?.SpoolId), Text(TagId, kept?.TagId));
        // Nobody measures what hangs outside → without a tag 0 % there is no word about it.
        int least = unit is null && (spool ?? tag) is null ? 1 : 0;
        BambuAmsTray merged = new()
        {
            AmsId = unit,
            TrayId = Id,
            Empty = false,
            Material = material,
            Brand = Text(Brand, kept?.Brand),
            RawColor = material is null ? null : Text(Color, kept?.RawColor),
            RawColors = material is null ? BambuList<string>.Empty : Colors ?? kept?.RawColors ?? BambuList<string>.Empty,
            FilamentId = Text(FilamentId, kept?.FilamentId),
            SpoolId = spool,
            TagId = tag,
            Remaining = Remaining is { } left ? (left >= least && left <= 100 && material is not null ? left : null) : kept?.Remaining,
            SpoolGrams = Positive(Weight) ?? (Weight is null ? kept?.SpoolGrams : null),
            NozzleTemperatureMin = Above(NozzleTemperatureMin, kept?.NozzleTemperatureMin),
            NozzleTemperatureMax = Above(NozzleTemperatureMax, kept?.NozzleTemperatureMax),
            DryingTemperature = Above(DryingTemperature, kept?.DryingTemperature),
            DryingTime = DryingHours is { } hours ? (hours is > 0 and < 1000 ? TimeSpan.FromHours(hours) : null) : kept?.DryingTime,
            PressureAdvance = PressureAdvance ?? kept?.PressureAdvance,
        };
        return merged.Equals(Known) ? Known : merged;
    }

    /// <summary>A tray without a spool.</summary>
    public static BambuAmsTray Empty(int? unit, int id, BambuAmsTray? known) =>
        known is { Empty: true } ? known : new BambuAmsTray { AmsId = unit, TrayId = id };

    private static string? Text(string? said, string? kept) => said is null ? kept : said.Length == 0 ? null : said;

    private static int? Above(int? said, int? kept) => said is null ? kept : said > 0 ? said : null;

    private static double? Positive(double? number) => number > 0 ? number : null;

    private static void ReadColors(ref Utf8JsonReader json, ref TrayDraft tray)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        IReadOnlyList<string> known = tray.Known?.RawColors ?? BambuList<string>.Empty;
        List<string>? colors = null;
        int count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            string? color = tray.Texts.Read(ref json, count < known.Count ? known[count] : null);
            if (colors is null && !(count < known.Count && ReferenceEquals(color, known[count])))
            {
                colors = [.. known.Take(count)];
            }
            if (color is { Length: > 0 })
            {
                colors?.Add(color);
                count++;
            }
        }
        tray.Colors = colors is null && count == known.Count ? known : new BambuList<string>(colors ?? [.. known.Take(count)]);
    }
}
