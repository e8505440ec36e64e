using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>The filament of a printer: its AMS units and what hangs beside them, as its reports have it.</summary>
internal sealed class PrinterAms
{
    private const int SpoolIsRead = 11;
    private const int NoSpool = 10;
    private const string NoIdentity = "00000000000000000000000000000000";

    private static readonly Filament[] Spools =
    [
        new("PLA", "PLA Basic", "FFFFFFFF", "GFA00", "A00-W1", 190, 240, 55, 8),
        new("PLA", "PLA Basic", "161616FF", "GFA00", "A00-K0", 190, 240, 55, 8),
        new("PETG", "PETG HF", "0086D6FF", "GFG00", "G02-B0", 190, 240, 65, 8),
        new("PA-CF", "PAHT-CF", "000000FF", "GFN04", "N04-K0", 260, 290, 80, 12),
    ];

    private static readonly Filament Unmarked = new("PLA", "", "F7D959FF", "GFL99", "", 190, 240, 55, 8);

    private readonly PrinterModel _model;
    private readonly string _serial;
    private readonly Dictionary<(int Unit, int Slot), JsonObject> _trays = [];
    private int _trayBits;
    private LoadedSlot? _loaded;

    public PrinterAms(PrinterModel model, string serial)
    {
        _model = model;
        _serial = serial;
        foreach (AmsUnit unit in model.Units)
        {
            for (int slot = 0; slot < unit.Slots; slot++)
            {
                // Each AMS has three spools and one empty slot, an AMS HT its one.
                bool isEmpty = slot == 3;
                _trays[(unit.Id, slot)] = isEmpty ? EmptyTray(slot) : Tray(unit, slot);
                _trayBits |= isEmpty ? 0 : 1 << unit.BitOf(slot);
            }
        }
    }

    /// <summary><c>ams</c>, made anew.</summary>
    public JsonObject Units()
    {
        int unitBits = _model.Units.Aggregate(0, (bits, unit) => bits | (1 << unit.Bit));
        LoadedSlot loaded = _loaded ?? _model.Loaded[_model.ActiveNozzle];
        string now = Text(loaded.ToTrayNow(_model.Loaded.Count > 1));
        return new JsonObject
        {
            ["ams"] = new JsonArray([.. _model.Units.Select(Unit)]),
            ["ams_exist_bits"] = Hex(unitBits),
            ["tray_exist_bits"] = Hex(_trayBits),
            ["tray_is_bbl_bits"] = Hex(_trayBits),
            ["tray_read_done_bits"] = Hex(_trayBits),
            ["tray_reading_bits"] = "0",
            ["tray_now"] = now,
            ["tray_pre"] = now,
            ["tray_tar"] = now,
            ["version"] = 7,
            ["insert_flag"] = true,
            ["power_on_flag"] = false,
            ["cali_id"] = 255,
            ["cali_stat"] = 0,
            ["unbind_ams_stat"] = 0,
        };
    }

    /// <summary>The external spools: <c>vt_tray</c>, or <c>vir_slot</c> of newer models.</summary>
    public (string Name, JsonNode Value) External()
    {
        if (!_model.HasDeviceObject)
        {
            return ("vt_tray", ExternalSpool(LoadedSlot.OneSpool));
        }
        JsonArray spools = _model.Loaded.Count > 1
            ? [ExternalSpool(LoadedSlot.OneSpool), ExternalSpool(LoadedSlot.RightSpool)]
            : [ExternalSpool(LoadedSlot.RightSpool)];
        return ("vir_slot", spools);
    }

    /// <summary>Puts another spool into a slot of the first AMS; false where there is none.</summary>
    public bool Load(int slot, string material, string color)
    {
        if (_model.Units.Count == 0 || !_trays.TryGetValue((_model.Units[0].Id, slot), out JsonObject? tray))
        {
            return false;
        }
        AmsUnit unit = _model.Units[0];
        tray["tray_type"] = material;
        tray["tray_sub_brands"] = "";
        tray["tray_color"] = color;
        tray["cols"] = new JsonArray(color);
        tray["tray_info_idx"] = "GFL99";
        tray["remain"] = 100;
        tray["state"] = SpoolIsRead;
        tray["tray_uuid"] = NoIdentity;
        tray["tag_uid"] = NoIdentity[..16];
        _trayBits |= 1 << unit.BitOf(slot);
        return true;
    }

    /// <summary>Whether there is a spool in a slot.</summary>
    public bool HasSpool(int unitId, int slot) =>
        _model.Units.FirstOrDefault(unit => unit.Id == unitId) is { } unit && _trays.ContainsKey((unitId, slot))
        && (_trayBits & (1 << unit.BitOf(slot))) != 0;

    /// <summary>Takes the filament of a print from a slot. Newer models say that elsewhere too, where it stays as it was.</summary>
    public bool Feed(int? unit, int slot)
    {
        _loaded = _model.HasDeviceObject ? null : new LoadedSlot(unit, slot);
        return !_model.HasDeviceObject;
    }

    /// <summary>Takes the spool out of a slot of the first AMS: only the bits say so at first.</summary>
    public bool Unload(int slot)
    {
        bool known = _model.Units.Count > 0 && _trays.ContainsKey((_model.Units[0].Id, slot));
        _trayBits &= known ? ~(1 << _model.Units[0].BitOf(slot)) : -1;
        return known;
    }

    /// <summary>Uses up a percent of the first spool of the first AMS; false where there is none.</summary>
    public bool Use()
    {
        if (_model.Units.Count == 0 || (_trayBits & (1 << _model.Units[0].BitOf(0))) == 0)
        {
            return false;
        }
        JsonObject tray = _trays[(_model.Units[0].Id, 0)];
        tray["remain"] = (int)tray["remain"]! is > 0 and var left ? left - 1 : 100; // Somebody puts the same anew.
        return true;
    }

    private static string Hex(int bits) => bits.ToString("x", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject EmptyTray(int slot) => new() { ["id"] = Text(slot), ["state"] = NoSpool };

    private JsonNode Unit(AmsUnit unit)
    {
        JsonObject made = new()
        {
            ["id"] = Text(unit.Id),
            ["humidity"] = unit.Kind == AmsKind.HT ? "0" : "4",
            ["humidity_raw"] = "24",
            ["temp"] = "24.5",
        };
        if (_model.HasDeviceObject)
        {
            // Kind in the lowest digit, the nozzle that it feeds in the third.
            int nozzle = Math.Max(0, _model.Loaded.ToList().FindIndex(loaded => loaded.Unit == unit.Id));
            made["info"] = Hex((int)unit.Kind | (nozzle << 8) | 0x1000);
        }
        if (unit.Kind is AmsKind.Pro2 or AmsKind.HT)
        {
            made["dry_time"] = 0;
            made["dry_sf_reason"] = new JsonArray();
            made["dry_setting"] = new JsonObject { ["dry_duration"] = -1, ["dry_filament"] = "", ["dry_temperature"] = -1 };
        }
        made["tray"] = new JsonArray([.. Enumerable.Range(0, unit.Slots).Select(slot => _trays[(unit.Id, slot)].DeepClone())]);
        return made;
    }

    private JsonObject Tray(AmsUnit unit, int slot)
    {
        Filament filament = unit.Kind == AmsKind.HT ? Spools[3] : Spools[(slot + unit.Id) % 3];
        string identity = string.Create(CultureInfo.InvariantCulture, $"{_serial[..3]}{_serial[^6..]}{unit.Id:X2}{slot:X1}")
            .PadRight(NoIdentity.Length, 'A').ToUpperInvariant();
        JsonObject tray = filament.Describe(Text(slot), 80 - (slot * 10));
        tray["state"] = SpoolIsRead;
        tray["tray_uuid"] = identity;
        tray["tag_uid"] = identity[..14] + "0100";
        return tray;
    }

    private static JsonObject ExternalSpool(int id)
    {
        JsonObject spool = Unmarked.Describe(Text(id), 0);
        spool["tray_weight"] = "0"; // Nobody reads a tag there, and nobody weighs.
        spool["tray_uuid"] = NoIdentity;
        spool["tag_uid"] = NoIdentity[..16];
        return spool;
    }

    private sealed record Filament(
        string Type, string Brand, string Color, string Id, string Name, int Least, int Most, int DryingTemperature, int DryingHours)
    {
        public JsonObject Describe(string id, int remaining) => new()
        {
            ["id"] = id,
            ["tray_type"] = Type,
            ["tray_sub_brands"] = Brand,
            ["tray_color"] = Color,
            ["tray_info_idx"] = Id,
            ["tray_id_name"] = Name,
            ["remain"] = remaining,
            ["nozzle_temp_min"] = Text(Least),
            ["nozzle_temp_max"] = Text(Most),
            ["tray_weight"] = "1000",
            ["tray_diameter"] = "1.75",
            ["tray_temp"] = Text(DryingTemperature),
            ["tray_time"] = Text(DryingHours),
            ["drying_temp"] = Text(DryingTemperature),
            ["drying_time"] = Text(DryingHours),
            ["bed_temp"] = "0",
            ["bed_temp_type"] = "0",
            ["total_len"] = 330000,
            ["xcam_info"] = "8813100EE803E803CDCCCC3D",
            ["cali_idx"] = -1,
            ["ctype"] = 0,
            ["cols"] = new JsonArray(Color),
            ["k"] = 0.02,
            ["n"] = 1.4,
        };
    }
}
