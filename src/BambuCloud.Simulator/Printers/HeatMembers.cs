using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>
/// The members of a report about temperatures and fans: flat ones, those of <c>device</c>, or both, as the model has them.
/// </summary>
internal static class HeatMembers
{
    private const double NoSensor = 5;
    private const string FullSpeed = "15";
    private const string Still = "0";

    /// <summary>Adds them.</summary>
    public static void AddTo(JsonObject state, PrinterModel model, Heat heat, string serial)
    {
        // With two nozzles it is always the right one's that stands here, whichever prints.
        bool other = model.ActiveNozzle != 0;
        state["nozzle_temper"] = Math.Round(other ? heat.Waiting : heat.Nozzle, 2);
        state["nozzle_target_temper"] = other ? heat.WaitingTarget : heat.NozzleTarget;
        if (model.Reports != ReportManner.P2)
        {
            state["bed_temper"] = Math.Round(heat.Bed, 2);
            state["bed_target_temper"] = heat.BedTarget;
            state["chamber_temper"] = !model.HasChamberSensor ? NoSensor
                : model.Reports == ReportManner.H2 ? Heat.Pack(heat.ChamberTarget, heat.Chamber) : heat.Chamber;
        }
        if (model.Reports is ReportManner.X1 or ReportManner.P1 or ReportManner.A2L)
        {
            state["cooling_fan_speed"] = heat.PartFan > 0 ? FullSpeed : Still;
            state["big_fan1_speed"] = Still;
            state["big_fan2_speed"] = Still;
            state["fan_gear"] = heat.PartFan > 0 ? 0xFF : 0;
        }
        state["heatbreak_fan_speed"] = heat.NozzleTarget > 0 ? FullSpeed : Still;
        if (model is { Reports: ReportManner.X1, ChamberTarget: > 0 })
        {
            state["ctt"] = heat.ChamberTarget;
        }
        if (model.HasDeviceObject)
        {
            state["device"] = DeviceObject.Make(model, heat, serial);
        }
    }
}
