using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>What a printer measures and drives now.</summary>
/// <param name="Nozzle">Temperature of the nozzle that prints, °C.</param>
/// <param name="NozzleTarget">What that one is heated to; 0 for not at all.</param>
/// <param name="Bed">Temperature of the bed, °C.</param>
/// <param name="BedTarget">What that is heated to.</param>
/// <param name="Chamber">Temperature of the chamber, °C.</param>
/// <param name="ChamberTarget">What that is heated to.</param>
/// <param name="PartFan">Speed of the part cooling fan, %.</param>
internal sealed record Heat(
    double Nozzle, double NozzleTarget, double Bed, double BedTarget, double Chamber, double ChamberTarget, int PartFan)
{
    private const double StandbyTarget = 120;

    /// <summary>Temperature of a nozzle that does not print: it waits warm.</summary>
    public double Waiting => SimulatedPrinter.RoomTemperature + ((Nozzle - SimulatedPrinter.RoomTemperature) / 2);

    /// <summary>What that one is heated to.</summary>
    public double WaitingTarget => NozzleTarget > 0 ? StandbyTarget : 0;

    /// <summary>Target and actual temperature in one number.</summary>
    public static int Pack(double target, double actual) => ((int)target << 16) + (int)Math.Round(actual);
}

/// <summary><c>device</c> of newer models: nozzles, bed, chamber and air duct.</summary>
internal static class DeviceObject
{
    private const double NozzleDiameter = 0.4;

    // Number in the upper digit of the id: 1 part cooling, 2 auxiliary, 3 chamber; function and range as real ones have them.
    private static readonly (int Id, int Function)[] Ducts = [(0x10, 0), (0x20, 1), (0x30, 2), (0xA0, 1)];

    /// <summary>Makes it.</summary>
    public static JsonObject Make(PrinterModel model, Heat heat, string serial)
    {
        JsonObject device = new()
        {
            ["type"] = 1,
            ["bed_temp"] = Heat.Pack(heat.BedTarget, heat.Bed),
            ["bed"] = new JsonObject { ["info"] = new JsonObject { ["temp"] = Heat.Pack(heat.BedTarget, heat.Bed) }, ["state"] = 0 },
            ["extruder"] = new JsonObject
            {
                ["state"] = model.Loaded.Count | (model.ActiveNozzle << 4) | (model.ActiveNozzle << 8),
                ["info"] = new JsonArray([.. Enumerable.Range(0, model.Loaded.Count).Select(nozzle => Extruder(model, heat, nozzle))]),
            },
            ["nozzle"] = new JsonObject
            {
                ["exist"] = (1 << model.Loaded.Count) - 1,
                ["state"] = 0,
                ["info"] = new JsonArray([.. Enumerable.Range(0, model.Loaded.Count).Select(nozzle => Nozzle(model, nozzle, serial))]),
            },
            ["fan"] = heat.PartFan,
            ["plate"] = new JsonObject { ["base"] = 2, ["cali2d_id"] = "", ["cur_id"] = "", ["mat"] = 1, ["tar_id"] = "" },
            ["ext_tool"] = new JsonObject { ["calib"] = 0, ["low_prec"] = true, ["mount"] = 0, ["type"] = "", ["th_temp"] = 0 },
        };
        if (model.HasChamberSensor)
        {
            device["cham_temp"] = Heat.Pack(heat.ChamberTarget, heat.Chamber);
            device["ctc"] = new JsonObject
            {
                ["info"] = new JsonObject { ["temp"] = Heat.Pack(heat.ChamberTarget, heat.Chamber) },
                ["state"] = heat.ChamberTarget > 0 ? 1 : 0,
            };
            device["airduct"] = AirDuct(heat);
        }
        return device;
    }

    private static JsonObject Extruder(PrinterModel model, Heat heat, int nozzle)
    {
        bool active = nozzle == model.ActiveNozzle;
        int slot = model.Loaded[nozzle].ToSnow(nozzle);
        return new JsonObject
        {
            ["id"] = nozzle,
            ["temp"] = active ? Heat.Pack(heat.NozzleTarget, heat.Nozzle) : Heat.Pack(heat.WaitingTarget, heat.Waiting),
            ["snow"] = slot,
            ["spre"] = slot,
            ["star"] = slot,
            ["hnow"] = nozzle,
            ["hpre"] = nozzle,
            ["htar"] = nozzle,
            ["info"] = model.Loaded[nozzle].Slot == LoadedSlot.None ? 0 : 2,
            ["stat"] = 0,
            ["filam_bak"] = new JsonArray(),
        };
    }

    private static JsonObject Nozzle(PrinterModel model, int nozzle, string serial) => new JsonObject
    {
        ["id"] = nozzle,
        ["diameter"] = NozzleDiameter,
        ["type"] = nozzle == 0 ? model.NozzleType : "HH01",
        ["wear"] = 0,
        ["tm"] = 0,
        ["stat"] = 0,
        ["fila_id"] = "",
        ["color_m"] = "00000000",
        ["sn"] = string.Create(CultureInfo.InvariantCulture, $"{serial[..3]}N{nozzle}{serial[^6..]}"),
    };

    private static JsonObject AirDuct(Heat heat) => new()
    {
        ["modeCur"] = heat.ChamberTarget > 0 ? 1 : 0, // 1 heats, 0 cools.
        ["subMode"] = 0,
        ["modeFunc"] = 0,
        ["version"] = 0,
        ["modeList"] = new JsonArray(
            new JsonObject { ["ctrl"] = Numbers(0x10, 0x20, 0x30), ["modeId"] = 0, ["off"] = Numbers() },
            new JsonObject { ["ctrl"] = Numbers(0x10), ["modeId"] = 1, ["off"] = Numbers(0x20, 0x30) }),
        ["parts"] = new JsonArray([.. Ducts.Select(duct => Part(duct.Id, duct.Function, duct.Id == 0x10 ? heat.PartFan : 0))]),
    };

    private static JsonArray Numbers(params ReadOnlySpan<int> numbers)
    {
        JsonArray array = [];
        foreach (int number in numbers)
        {
            array.Add(number);
        }
        return array;
    }

    private static JsonObject Part(int id, int function, int speed) => new JsonObject
    {
        ["id"] = id,
        ["func"] = function,
        ["range"] = 100 << 16,
        ["state"] = speed,
    };
}
