using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>The <c>device</c> object of newer printers: nozzles and chamber, each temperature as target·65536 + actual.</summary>
internal static class DeviceReader
{
    private static readonly MemberTable<NozzleDraft> Nozzle = new(
        ("id", (ref json, ref nozzle) => nozzle.Id = json.ReadInt()),
        ("temp", (ref json, ref nozzle) => nozzle.Temperatures = json.ReadBits()));

    private static readonly MemberTable<StatusDraft> Extruder = new(("info", ReadNozzles));

    private static readonly MemberTable<StatusDraft> ChamberInfo = new(("temp", ReadChamber));

    private static readonly MemberTable<StatusDraft> Chamber = new(
        ("info", (ref json, ref draft) => json.ReadObject(ChamberInfo, ref draft)),
        ("temp", ReadChamber));

    /// <summary>The members of <c>device</c>.</summary>
    public static MemberTable<StatusDraft> Device { get; } = new(
        ("extruder", (ref json, ref draft) => json.ReadObject(Extruder, ref draft)),
        ("ctc", (ref json, ref draft) => json.ReadObject(Chamber, ref draft)));

    /// <summary>The nozzles by their number: those that the report has, and the others as they were.</summary>
    public static IReadOnlyList<BambuNozzle> Merge(List<NozzleDraft> said, IReadOnlyList<BambuNozzle> kept)
    {
        List<BambuNozzle> nozzles = [.. kept];
        foreach (NozzleDraft nozzle in said)
        {
            if (nozzle is not { Id: { } id, Temperatures: { } temperatures })
            {
                continue;
            }
            (int actual, int target) = Split(temperatures);
            nozzles.RemoveAll(known => known.NozzleId == id);
            nozzles.Add(new BambuNozzle { NozzleId = id, Temperature = actual, TargetTemperature = target });
        }
        nozzles.Sort((one, other) => one.NozzleId.CompareTo(other.NozzleId));
        return nozzles.SequenceEqual(kept) ? kept : nozzles.AsReadOnly();
    }

    private static void ReadNozzles(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        draft.Nozzles ??= [];
        while (json.ReadNextObject())
        {
            NozzleDraft nozzle = default;
            Nozzle.Read(ref json, ref nozzle);
            draft.Nozzles.Add(nozzle);
        }
    }

    private static void ReadChamber(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.ReadBits() is { } temperatures)
        {
            (draft.ChamberTemperature, draft.ChamberTargetTemperature) = Split(temperatures);
        }
    }

    private static (int Actual, int Target) Split(uint temperatures) => ((int)(temperatures & 0xFFFF), (int)(temperatures >> 16));
}

/// <summary>What a report says of one nozzle.</summary>
internal struct NozzleDraft
{
    public int? Id;
    public uint? Temperatures;
}
