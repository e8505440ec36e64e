using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>The <c>device</c> object of newer printers: nozzles and chamber, each temperature as target·65536 + actual.</summary>
internal static class DeviceReader
{
    private const int LongestName = 32;

    public static BambuPrinterStatus Merge(ref Utf8JsonReader json, BambuPrinterStatus status)
    {
        Span<char> name = stackalloc char[LongestName];
        while (ReportReader.NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            switch (member)
            {
                case "extruder" when json.TokenType == JsonTokenType.StartObject:
                    status = MergeExtruders(ref json, status);
                    break;
                case "ctc" when json.TokenType == JsonTokenType.StartObject:
                    status = MergeChamber(ref json, status);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
        return status;
    }

    private static BambuPrinterStatus MergeExtruders(ref Utf8JsonReader json, BambuPrinterStatus status)
    {
        Span<char> name = stackalloc char[LongestName];
        while (ReportReader.NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            if (member is "info" && json.TokenType == JsonTokenType.StartArray)
            {
                status = status with { Nozzles = MergeNozzles(ref json, status.Nozzles) };
            }
            else
            {
                json.Skip();
            }
        }
        return status;
    }

    private static List<BambuNozzle> MergeNozzles(ref Utf8JsonReader json, IReadOnlyList<BambuNozzle> before)
    {
        List<BambuNozzle> nozzles = [.. before];
        Span<char> name = stackalloc char[LongestName];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            int? id = null;
            double? temperatures = null;
            while (ReportReader.NextMember(ref json, name, out int length))
            {
                ReadOnlySpan<char> member = name[..length];
                switch (member)
                {
                    case "id":
                        id = ReportReader.ReadInt(ref json);
                        break;
                    case "temp":
                        temperatures = ReportReader.ReadNumber(ref json);
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
            if (id is { } nozzle && temperatures is >= 0 and <= uint.MaxValue)
            {
                (int actual, int target) = Split((uint)temperatures);
                nozzles.RemoveAll(known => known.NozzleId == nozzle);
                nozzles.Add(new BambuNozzle { NozzleId = nozzle, Temperature = actual, TargetTemperature = target });
            }
        }
        nozzles.Sort((one, other) => one.NozzleId.CompareTo(other.NozzleId));
        return nozzles;
    }

    private static BambuPrinterStatus MergeChamber(ref Utf8JsonReader json, BambuPrinterStatus status)
    {
        Span<char> name = stackalloc char[LongestName];
        while (ReportReader.NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            if (member is "info" && json.TokenType == JsonTokenType.StartObject)
            {
                status = MergeChamber(ref json, status); // ctc.info.temp
            }
            else if (member is "temp" && ReportReader.ReadNumber(ref json) is { } temperatures and >= 0 and <= uint.MaxValue)
            {
                (int actual, int target) = Split((uint)temperatures);
                status = status with { ChamberTemperature = actual, ChamberTargetTemperature = target };
            }
            else
            {
                json.Skip();
            }
        }
        return status;
    }

    private static (int Actual, int Target) Split(uint temperatures) => ((int)(temperatures & 0xFFFF), (int)(temperatures >> 16));
}
