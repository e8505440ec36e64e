using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>The <c>ams</c> object of a report: units and trays merge by their id (mqtt.md, <i>Reports</i>).</summary>
internal static class AmsReader
{
    private const int LongestName = 32;
    private const int NoTray = 255;

    public static BambuPrinterStatus Merge(ref Utf8JsonReader json, BambuPrinterStatus status)
    {
        Span<char> name = stackalloc char[LongestName];
        while (ReportReader.NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            switch (member)
            {
                case "ams" when json.TokenType == JsonTokenType.StartArray:
                    status = status with { Ams = MergeUnits(ref json, status.Ams) };
                    break;
                case "tray_now":
                    status = ReportReader.ReadInt(ref json) is { } tray ? status with { ActiveTray = tray == NoTray ? null : tray } : status;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
        return status;
    }

    private static List<BambuAms> MergeUnits(ref Utf8JsonReader json, IReadOnlyList<BambuAms> before)
    {
        List<BambuAms> units = [.. before];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            int? id = ReadId(json);
            BambuAms unit = units.Find(known => known.AmsId == id) ?? new BambuAms { AmsId = id ?? -1 };
            unit = MergeUnit(ref json, unit);
            if (id is not null)
            {
                units.RemoveAll(known => known.AmsId == id);
                units.Add(unit);
            }
        }
        units.Sort((one, other) => one.AmsId.CompareTo(other.AmsId));
        return units;
    }

    private static BambuAms MergeUnit(ref Utf8JsonReader json, BambuAms unit)
    {
        Span<char> name = stackalloc char[LongestName];
        while (ReportReader.NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            switch (member)
            {
                case "humidity":
                    unit = unit with { Humidity = ReportReader.Within(ReportReader.ReadInt(ref json), 1, 5) ?? unit.Humidity };
                    break;
                case "temp":
                    unit = unit with { Temperature = ReportReader.ReadNumber(ref json) ?? unit.Temperature };
                    break;
                case "tray" when json.TokenType == JsonTokenType.StartArray:
                    unit = unit with { Trays = MergeTrays(ref json, unit.Trays) };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
        return unit;
    }

    private static List<BambuAmsTray> MergeTrays(ref Utf8JsonReader json, IReadOnlyList<BambuAmsTray> before)
    {
        List<BambuAmsTray> trays = [.. before];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            int? id = ReadId(json);
            BambuAmsTray tray = trays.Find(known => known.TrayId == id) ?? new BambuAmsTray { TrayId = id ?? -1 };
            tray = MergeTray(ref json, tray);
            if (id is not null)
            {
                trays.RemoveAll(known => known.TrayId == id);
                trays.Add(tray);
            }
        }
        trays.Sort((one, other) => one.TrayId.CompareTo(other.TrayId));
        return trays;
    }

    private static BambuAmsTray MergeTray(ref Utf8JsonReader json, BambuAmsTray tray)
    {
        bool holdsSomething = false;
        Span<char> name = stackalloc char[LongestName];
        while (ReportReader.NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            holdsSomething |= member is not ("id" or "state");
            switch (member)
            {
                case "tray_type":
                    tray = tray with { Material = ReportReader.ReadText(ref json) ?? tray.Material };
                    break;
                case "tray_color":
                    tray = tray with { Color = ReportReader.ReadText(ref json) ?? tray.Color };
                    break;
                case "tray_info_idx":
                    tray = tray with { FilamentId = ReportReader.ReadText(ref json) ?? tray.FilamentId };
                    break;
                case "remain":
                    tray = tray with { Remaining = ReportReader.Within(ReportReader.ReadInt(ref json), 0, 100) };
                    break;
                case "nozzle_temp_min":
                    tray = tray with { NozzleTemperatureMin = ReportReader.ReadInt(ref json) ?? tray.NozzleTemperatureMin };
                    break;
                case "nozzle_temp_max":
                    tray = tray with { NozzleTemperatureMax = ReportReader.ReadInt(ref json) ?? tray.NozzleTemperatureMax };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
        return holdsSomething ? tray with { Empty = false } : new BambuAmsTray { TrayId = tray.TrayId };
    }

    // The id may stand behind other members, and what they merge into depends on it: look ahead on a copy of the reader.
    private static int? ReadId(Utf8JsonReader json)
    {
        Span<char> name = stackalloc char[LongestName];
        while (ReportReader.NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            if (member is "id")
            {
                return ReportReader.ReadInt(ref json);
            }
            json.Skip();
        }
        return null;
    }
}
