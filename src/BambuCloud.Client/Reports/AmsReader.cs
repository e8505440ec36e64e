using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>
/// The <c>ams</c> object of a report, and the external spools (mqtt.md, <i>AMS</i>). Its list says which units are there; inside a unit
/// and a tray members merge.
/// </summary>
internal static class AmsReader
{
    private static readonly MemberTable<AmsDraft> Ams = new(
        ("ams", ReadUnits),
        ("tray_exist_bits", (ref json, ref ams) => ams.TrayBits = json.ReadHex()),
        ("tray_now", (ref json, ref ams) => ams.TrayNow = json.ReadInt()));

    private static readonly MemberTable<UnitDraft> Unit = new(
        ("info", (ref json, ref unit) => unit.Model = ModelOf(json.ReadHex())),
        ("humidity", (ref json, ref unit) => unit.HumidityIndex = json.ReadInt()),
        ("humidity_raw", (ref json, ref unit) => unit.Humidity = json.ReadInt()),
        ("temp", (ref json, ref unit) => unit.Temperature = json.ReadNumber()),
        ("dry_time", (ref json, ref unit) => unit.DryingMinutes = json.ReadInt()),
        ("dry_setting", (ref json, ref unit) => json.ReadObject(Drying!, ref unit)),
        ("tray", ReadTrays));

    private static readonly MemberTable<UnitDraft> Drying = new(
        ("dry_temperature", (ref json, ref unit) => unit.DryingTemperature = json.ReadInt()),
        ("dry_duration", (ref json, ref unit) => unit.DryingHours = json.ReadNumber()),
        ("dry_filament", (ref json, ref unit) => unit.DryingFilament = unit.Ams.Texts.Read(ref json, unit.Known?.DryingFilament)));

    /// <summary>Reads <c>ams</c>.</summary>
    public static void Read(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        AmsDraft ams = draft.BeginAms();
        json.ReadObject(Ams, ref ams);
    }

    /// <summary>Reads <c>vt_tray</c>, the one external spool of older printers.</summary>
    public static void ReadSpool(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartObject || draft.Details().AreAllSpools)
        {
            json.Skip();
        }
        else
        {
            List<TrayDraft> spools = [];
            ReadTray(ref json, draft.Known.ExternalSpools, draft.Texts, spools);
            if (spools.Count > 0)
            {
                draft.Details().ExternalSpools = spools;
            }
        }
    }

    /// <summary>Reads <c>vir_slot</c>, all external spools.</summary>
    public static void ReadSpools(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        List<TrayDraft> spools = draft.Details().ExternalSpools = [];
        draft.Details().AreAllSpools = true;
        while (json.ReadNextObject())
        {
            ReadTray(ref json, draft.Known.ExternalSpools, draft.Texts, spools);
        }
    }

    /// <summary>The units by their number: those that the report lists, merged; all as they were where it lists none.</summary>
    /// <param name="ams">What the report says.</param>
    /// <param name="kept">What holds where it says nothing.</param>
    /// <param name="bits">Where there are spools.</param>
    /// <param name="printer">The printer before it.</param>
    public static IReadOnlyList<BambuAms> Merge(AmsDraft ams, IReadOnlyList<BambuAms> kept, TrayBits bits, PrinterState printer)
    {
        List<BambuAms> units = new(ams.Units?.Count ?? kept.Count);
        if (ams.Units is null)
        {
            foreach (BambuAms unit in kept)
            {
                units.Add(new UnitDraft(ams, unit.AmsId).Merge(unit, bits, unit.Model));
            }
        }
        else
        {
            foreach (UnitDraft unit in ams.Units)
            {
                int twice = AmsNumbers.PlaceOf(units, unit.Id);
                int place = AmsNumbers.PlaceOf(kept, unit.Id);
                BambuAms? before = twice >= 0 ? units[twice] : place >= 0 ? kept[place] : null;
                BambuAms after = unit.Merge(before, bits, ModelOf(unit.Id, printer));
                if (twice >= 0)
                {
                    units[twice] = after;
                }
                else
                {
                    units.Add(after);
                }
            }
            units.Sort(static (one, other) => one.AmsId.CompareTo(other.AmsId));
        }
        return units.SequenceEqual(ams.Known) ? ams.Known : new BambuList<BambuAms>(units);
    }

    /// <summary>The external spools after a report.</summary>
    /// <param name="details">What the report says.</param>
    /// <param name="known">The spools before it.</param>
    /// <param name="kept">What holds where it says nothing.</param>
    public static IReadOnlyList<BambuAmsTray> MergeSpools(
        DetailDraft? details, IReadOnlyList<BambuAmsTray> known, IReadOnlyList<BambuAmsTray> kept)
    {
        if (details?.ExternalSpools is not { } said || (!details.AreAllSpools && kept.Count > 1))
        {
            return kept;
        }
        List<BambuAmsTray> spools = new(said.Count);
        foreach (TrayDraft spool in said)
        {
            BambuAmsTray? before = details.AreAllSpools || kept is not [var one] || one.TrayId != spool.Id ? null : one;
            bool exists = spool.IsSpool || (before is { Empty: false } && spool.Material is null && spool.FilamentId is null);
            spools.Add(spool.Merge(null, before, exists));
        }
        spools.Sort(static (one, other) => one.TrayId.CompareTo(other.TrayId));
        return spools.SequenceEqual(known) ? known : new BambuList<BambuAmsTray>(spools);
    }

    private static void ReadUnits(ref Utf8JsonReader json, ref AmsDraft ams)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        List<UnitDraft> units = ams.BeginUnits();
        while (json.ReadNextObject())
        {
            int? id = IdOf(json);
            UnitDraft unit = new(ams, id ?? 0);
            Unit.Read(ref json, ref unit);
            if (id is not null)
            {
                units.Add(unit);
            }
        }
    }

    private static void ReadTrays(ref Utf8JsonReader json, ref UnitDraft unit)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        unit.FirstTray = unit.Ams.Trays.Count;
        while (json.ReadNextObject())
        {
            ReadTray(ref json, unit.Known?.Trays ?? BambuList<BambuAmsTray>.Empty, unit.Ams.Texts, unit.Ams.Trays);
        }
        unit.TrayCount = unit.Ams.Trays.Count - unit.FirstTray;
    }

    private static void ReadTray(
        ref Utf8JsonReader json, IReadOnlyList<BambuAmsTray> known, ReportTexts texts, List<TrayDraft> trays)
    {
        int? id = IdOf(json);
        BambuAmsTray? before = null;
        for (int index = 0; index < known.Count && before is null; index++)
        {
            before = known[index].TrayId == id ? known[index] : null;
        }
        TrayDraft tray = new(id ?? 0, before, texts);
        TrayDraft.Members.Read(ref json, ref tray);
        if (id is not null)
        {
            trays.Add(tray);
        }
    }

    // Where the unit itself does not say it.
    private static BambuAmsModel ModelOf(int unit, PrinterState printer) =>
        printer.Modules?.Units.TryGetValue(unit, out BambuAmsModel known) == true ? known
        : unit >= AmsNumbers.FirstHt ? BambuAmsModel.AmsHt
        : printer.Family is PrinterFamily.A1 or PrinterFamily.A2L ? BambuAmsModel.AmsLite
        : BambuAmsModel.Ams;

    // The lowest four bits are the kind; 5 is the AMS lite of an A2L.
    private static BambuAmsModel? ModelOf(ulong? info) => (info & 0xF) switch
    {
        null or 0 => null,
        5 => BambuAmsModel.AmsLite,
        { } kind => (BambuAmsModel)kind,
    };

    // The id may stand behind other members, and which texts are known already depends on it: look ahead on a copy of the reader.
    private static int? IdOf(Utf8JsonReader json) => json.ReadToMember("id"u8) ? json.ReadInt() : null;
}
