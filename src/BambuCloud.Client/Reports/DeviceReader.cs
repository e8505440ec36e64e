using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>
/// The <c>device</c> object of newer printers: nozzles, bed, chamber and air duct. Temperatures are target·65536 + actual.
/// </summary>
internal static class DeviceReader
{
    private static readonly MemberTable<NozzleDraft> ExtruderMembers = new(
        ("id", (ref json, ref nozzle) => nozzle.Id = json.ReadInt()),
        ("temp", (ref json, ref nozzle) => nozzle.Temperatures = json.ReadBits()),
        ("snow", (ref json, ref nozzle) => nozzle.SlotNow = json.ReadInt(0, ushort.MaxValue)));

    private static readonly MemberTable<NozzleDraft> NozzleMembers = new(
        ("id", (ref json, ref nozzle) => nozzle.Id = json.ReadInt()),
        ("diameter", (ref json, ref nozzle) => nozzle.Diameter = json.ReadNumber()),
        ("type", (ref json, ref nozzle) => nozzle.Type = nozzle.Texts!.Read(ref json, null)),
        ("wear", (ref json, ref nozzle) => nozzle.Wear = json.ReadNumber()));

    private static readonly MemberTable<DuctPart> PartMembers = new(
        ("id", (ref json, ref part) => part.Id = json.ReadInt()),
        ("state", (ref json, ref part) => part.Speed = json.ReadInt(0, 100)));

    private static readonly MemberTable<StatusDraft> Extruder = new(
        ("state", (ref json, ref draft) => draft.Details().ActiveNozzle = (json.ReadInt() >> 4) & 0xF),
        ("info", (ref json, ref draft) => ReadNozzles(ref json, ref draft, ExtruderMembers)));

    private static readonly MemberTable<StatusDraft> Nozzle = new(
        ("info", (ref json, ref draft) => ReadNozzles(ref json, ref draft, NozzleMembers)));

    private static readonly MemberTable<StatusDraft> ChamberInfo = new(
        ("temp", (ref json, ref draft) => draft.Details().ChamberPacked = json.ReadBits()));

    private static readonly MemberTable<StatusDraft> Chamber = new(
        ("info", (ref json, ref draft) => json.ReadObject(ChamberInfo, ref draft)),
        ("temp", (ref json, ref draft) => draft.Details().ChamberPacked = json.ReadBits()));

    private static readonly MemberTable<StatusDraft> BedInfo = new(
        ("temp", (ref json, ref draft) => draft.Details().BedPacked = json.ReadBits()));

    private static readonly MemberTable<StatusDraft> Bed = new(
        ("info", (ref json, ref draft) => json.ReadObject(BedInfo, ref draft)));

    private static readonly MemberTable<StatusDraft> AirDuct = new(
        ("modeCur", (ref json, ref draft) => draft.Details().AirDuctMode = json.ReadInt()),
        ("parts", ReadParts));

    /// <summary>The members of <c>device</c>.</summary>
    public static MemberTable<StatusDraft> Device { get; } = new(
        ("extruder", (ref json, ref draft) => json.ReadObject(Extruder, ref draft)),
        ("nozzle", (ref json, ref draft) => json.ReadObject(Nozzle, ref draft)),
        ("ctc", (ref json, ref draft) => json.ReadObject(Chamber, ref draft)),
        ("bed_temp", (ref json, ref draft) => draft.Details().BedPacked = json.ReadBits()),
        ("bed", (ref json, ref draft) => json.ReadObject(Bed, ref draft)),
        ("airduct", (ref json, ref draft) => json.ReadObject(AirDuct, ref draft)));

    /// <summary>Takes a packed temperature apart.</summary>
    public static (int Actual, int Target) Split(uint temperatures) => ((int)(temperatures & 0xFFFF), (int)(temperatures >> 16));

    /// <summary>The nozzles by their number: those that the report has, merged, and the others as they were.</summary>
    /// <param name="details">What the report says.</param>
    /// <param name="kept">What holds where it says nothing.</param>
    /// <param name="active">The number of the one that prints.</param>
    public static IReadOnlyList<BambuNozzle> Merge(DetailDraft? details, IReadOnlyList<BambuNozzle> kept, int active)
    {
        if (details?.Nozzles is null && details?.ActiveNozzle is null)
        {
            return kept;
        }
        SortedDictionary<int, BambuNozzle> nozzles = [];
        foreach (BambuNozzle nozzle in kept)
        {
            nozzles[nozzle.NozzleId] = nozzle;
        }
        foreach (NozzleDraft nozzle in details.Nozzles ?? [])
        {
            if (nozzle.Id is { } id)
            {
                nozzles[id] = nozzle.Merge(id, nozzles.GetValueOrDefault(id));
            }
        }
        BambuNozzle[] merged = [.. nozzles.Values.Select(nozzle =>
            nozzle.Active == (nozzle.NozzleId == active) ? nozzle : nozzle with { Active = !nozzle.Active })];
        return merged.SequenceEqual(kept) ? kept : new BambuList<BambuNozzle>(merged);
    }

    private static void ReadNozzles(ref Utf8JsonReader json, ref StatusDraft draft, MemberTable<NozzleDraft> members)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        List<NozzleDraft> nozzles = draft.Details().Nozzles ??= [];
        while (json.ReadNextObject())
        {
            NozzleDraft nozzle = new() { Texts = draft.Texts };
            members.Read(ref json, ref nozzle);
            nozzles.Add(nozzle);
        }
    }

    // The number stands four bits up in the id.
    private static void ReadParts(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        while (json.ReadNextObject())
        {
            DuctPart part = default;
            PartMembers.Read(ref json, ref part);
            switch (part.Id >> 4)
            {
                case 1:
                    draft.Details().DuctPart = part.Speed;
                    break;
                case 2:
                    draft.Details().DuctAuxiliary = part.Speed;
                    break;
                case 3:
                    draft.Details().DuctChamber = part.Speed;
                    break;
                case 10:
                    draft.Details().DuctSecondAuxiliary = part.Speed;
                    break;
            }
        }
    }

    private struct DuctPart
    {
        public int? Id;
        public int? Speed;
    }
}

/// <summary>What a report says of one nozzle.</summary>
internal struct NozzleDraft
{
    private const int NoSlot = 0xFF;
    private const int FirstExternal = 0xFE;

    public ReportTexts? Texts;
    public int? Id;
    public uint? Temperatures;
    public int? SlotNow;
    public double? Diameter;
    public string? Type;
    public double? Wear;

    /// <summary>The nozzle after the report.</summary>
    public readonly BambuNozzle Merge(int id, BambuNozzle? kept)
    {
        (int Actual, int Target)? temperatures = Temperatures is { } packed ? DeviceReader.Split(packed) : null;
        BambuSlot? slot = SlotNow is { } now ? SlotOf(now) : kept?.Slot;
        return new BambuNozzle
        {
            NozzleId = id,
            Active = kept?.Active == true,
            Temperature = temperatures?.Actual ?? kept?.Temperature,
            TargetTemperature = temperatures?.Target ?? kept?.TargetTemperature,
            Diameter = Diameter ?? kept?.Diameter,
            Type = Type is null ? kept?.Type : Type == kept?.Type ? kept.Type : Type,
            Wear = Wear ?? kept?.Wear,
            Slot = slot == kept?.Slot ? kept?.Slot : slot,
        };
    }

    // High byte the unit, low byte the slot; 0xFFxx and 0xFExx the external spools, 0xFFFF and 0xFEFF none.
    private static BambuSlot? SlotOf(int now)
    {
        (int unit, int slot) = (now >> 8, now & 0xFF);
        return slot == NoSlot ? null
            : unit >= FirstExternal ? new BambuSlot { TrayId = unit }
            : new BambuSlot { AmsId = unit, TrayId = slot };
    }
}
