using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>The <c>ams</c> object of a report: units and trays merge by their id (mqtt.md, <i>Reports</i>).</summary>
internal static class AmsReader
{
    private static readonly MemberTable<AmsDraft> Ams = new(
        ("ams", ReadUnits),
        ("tray_now", (ref json, ref ams) => ams.TrayNow = json.ReadInt()));

    private static readonly MemberTable<UnitDraft> Unit = new(
        ("humidity", (ref json, ref unit) => unit.Humidity = json.ReadInt(1, 5)),
        ("temp", (ref json, ref unit) => unit.Temperature = json.ReadNumber()),
        ("tray", ReadTrays));

    private static readonly MemberTable<TrayDraft> Tray = new(
        ("id", (ref json, ref _) => json.Skip()),
        ("state", (ref json, ref _) => json.Skip()),
        ("tray_type", (ref json, ref tray) => tray.Material = tray.Texts.Read(ref json, tray.Known?.Material)),
        ("tray_color", (ref json, ref tray) => tray.Color = tray.Texts.Read(ref json, tray.Known?.RawColor)),
        ("tray_sub_brands", (ref json, ref tray) => tray.Brand = tray.Texts.Read(ref json, tray.Known?.Brand)),
        ("tray_info_idx", (ref json, ref tray) => tray.FilamentId = tray.Texts.Read(ref json, tray.Known?.FilamentId)),
        ("remain", (ref json, ref tray) => tray.Remaining = json.ReadInt() ?? TrayDraft.Unknown),
        ("nozzle_temp_min", (ref json, ref tray) => tray.NozzleTemperatureMin = json.ReadInt()),
        ("nozzle_temp_max", (ref json, ref tray) => tray.NozzleTemperatureMax = json.ReadInt()));

    /// <summary>Reads <c>ams</c>.</summary>
    public static void Read(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        AmsDraft ams = draft.Ams ??= new AmsDraft(draft.Known.Ams, draft.Texts);
        json.ReadObject(Ams, ref ams);
    }

    /// <summary>The units by their number: those that the report has, merged, and the others as they were.</summary>
    public static IReadOnlyList<BambuAms> Merge(AmsDraft ams, IReadOnlyList<BambuAms> kept)
    {
        List<BambuAms> units = [.. kept];
        foreach (UnitDraft unit in ams.Units!)
        {
            int place = 0;
            while (place < units.Count && units[place].AmsId < unit.Id)
            {
                place++;
            }
            if (place < units.Count && units[place].AmsId == unit.Id)
            {
                units[place] = unit.Merge(units[place]);
            }
            else
            {
                units.Insert(place, unit.Merge(null));
            }
        }
        return units.SequenceEqual(ams.Known) ? ams.Known : units.AsReadOnly();
    }

    private static void ReadUnits(ref Utf8JsonReader json, ref AmsDraft ams)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        ams.Units ??= new List<UnitDraft>(ams.Known.Count);
        while (json.ReadNextObject())
        {
            int? id = IdOf(json);
            UnitDraft unit = new(ams, id ?? 0);
            Unit.Read(ref json, ref unit);
            if (id is not null)
            {
                ams.Units.Add(unit);
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
            int? id = IdOf(json);
            TrayDraft tray = new(id ?? 0, unit.KnownTray(id), unit.Ams.Texts);
            Tray.Read(ref json, ref tray);
            if (id is not null)
            {
                unit.Ams.Trays.Add(tray);
            }
        }
        unit.TrayCount = unit.Ams.Trays.Count - unit.FirstTray;
    }

    // The id may stand behind other members, and which texts are known already depends on it: look ahead on a copy of the reader.
    private static int? IdOf(Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = json.ValueTextEquals("id"u8);
            json.Read();
            if (isId)
            {
                return json.ReadInt();
            }
            json.Skip();
        }
        return null;
    }
}
