using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>The <c>settings</c> of a print start, as a printer takes them; it refuses those of the wrong kind.</summary>
internal sealed record PrintOrder
{
    private const int NotUsed = -1;
    private const int FirstSpool = 254;

    private static readonly string[] Flags =
        ["use_ams", "bed_leveling", "flow_cali", "vibration_cali", "layer_inspect", "timelapse"];

    /// <summary>The plate; null for the first one.</summary>
    public int? Plate { get; private init; }

    /// <summary>Whether the filament comes from the AMS.</summary>
    public bool UseAms { get; private init; }

    /// <summary>The unit and slot of each filament of the file, the first one first; empty where nobody says it.</summary>
    public IReadOnlyList<(int Unit, int Slot)> Slots { get; private init; } = [];

    /// <summary>Reads them.</summary>
    /// <param name="settings">What came; null for none.</param>
    /// <param name="fault">What is wrong with them.</param>
    public static PrintOrder? Read(JsonObject? settings, out string? fault)
    {
        fault = settings is null ? null
            : Array.Find(Flags, name => settings[name] is { } value
                && value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
                is { } wrong ? $"'{wrong}' is true or false"
            : settings["plate_index"] is { } index && (index.GetValueKind() != JsonValueKind.Number || (double)index is < 1 or > 1000)
                ? "'plate_index' is a number from 1"
            : settings["ams_mapping"] is { } mapping && (mapping is not JsonArray list
                || list.Any(item => item?.GetValueKind() != JsonValueKind.Number))
                ? "'ams_mapping' is a list of numbers"
            : null;
        return fault is not null ? null : settings is null ? new PrintOrder() : new PrintOrder
        {
            Plate = settings["plate_index"] is { } plate ? (int)(double)plate : null,
            UseAms = settings["use_ams"] is { } uses && (bool)uses,
            Slots = SlotsOf(settings),
        };
    }

    /// <summary>Reads those of a start over MQTT, whose plate stands in the name of its G-code.</summary>
    /// <param name="command">The command, with the members of settings beside its own.</param>
    /// <param name="plate">The plate that it names.</param>
    /// <param name="fault">What is wrong with them.</param>
    public static PrintOrder? ReadCommand(JsonObject command, int? plate, out string? fault) =>
        Read(command, out fault) is { } order ? order with { Plate = plate } : null;

    /// <summary>Why a printer does not begin with it; null where it does.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="file">The plate.</param>
    public string? RefusalOf(SimulatedPrinter printer, SlicedFile file)
    {
        if (!UseAms || Slots.Count == 0)
        {
            return null;
        }
        foreach (SlicedFilament filament in file.Filaments)
        {
            (int unit, int slot) = filament.Number >= 1 && filament.Number <= Slots.Count ? Slots[filament.Number - 1] : (NotUsed, 0);
            if (unit == NotUsed)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Filament {filament.Number} has no slot");
            }
            if (unit < FirstSpool && !printer.Standing.HasSpool(unit, slot))
            {
                return string.Create(CultureInfo.InvariantCulture, $"Slot {slot} of AMS {unit} is empty");
            }
        }
        return null;
    }

    /// <summary>From where the plate's first filament comes; null where nobody says it.</summary>
    public (int? Unit, int Slot)? FirstSlotOf(SlicedFile file) =>
        !UseAms || file.Filaments.Count == 0 || file.Filaments[0].Number < 1 || file.Filaments[0].Number > Slots.Count ? null
        : Slots[file.Filaments[0].Number - 1] is var (unit, slot) && unit == FirstSpool ? (null, FirstSpool) : (unit, slot);

    // The second list names units that the first one has no number for.
    private static (int, int)[] SlotsOf(JsonObject settings)
    {
        if (settings["ams_mapping"] is not JsonArray numbers)
        {
            return [];
        }
        JsonArray? places = settings["ams_mapping2"] as JsonArray;
        return
        [
            .. numbers.Select((item, index) => (int)(double)item! is var number && number == NotUsed ? (NotUsed, 0)
                : number is FirstSpool or FirstSpool + 1 ? (FirstSpool, 0)
                : places?.ElementAtOrDefault(index) is JsonObject place && place["ams_id"] is { } unit && place["slot_id"] is { } slot
                    ? ((int)unit, (int)slot)
                : (number / 4, number % 4)),
        ];
    }
}
