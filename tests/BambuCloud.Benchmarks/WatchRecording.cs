using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace BambuCloud.Benchmarks;

/// <summary>
/// What a fleet says while it prints, as MQTT packets: of ten reports of a printer one is full (10 KB), nine are deltas (300 bytes).
/// Each one changes the progress, so that each one is an event, and carries the time at which it was published.
/// </summary>
internal sealed class WatchRecording
{
    public const int Printers = 200;

    private const int Round = 10;
    private const int FullSize = 10_000;
    private const int StampLength = 19;
    private const byte PublishPacket = 0x30;

    private static readonly byte[] StampPattern = Encoding.ASCII.GetBytes($"\"subtask_id\":\"{new string('0', StampLength)}");

    private readonly (byte[] Packet, int Stamp)[] _packets = [.. Enumerable.Range(0, Printers * Round).Select(Make)];
    private int _next;

    public static string DeviceId(int printer) => string.Create(CultureInfo.InvariantCulture, $"01P00A{printer:D9}");

    /// <summary>When a report was published, as <see cref="Stopwatch.GetTimestamp"/> tells it in every process of a computer.</summary>
    public static long StampOf(BambuPrinterStatus status) => long.Parse(status.Job.SubtaskId!, CultureInfo.InvariantCulture);

    /// <summary>The next message, published now. It is good until the call after it.</summary>
    public ReadOnlySpan<byte> Next()
    {
        (byte[] packet, int stamp) = _packets[_next];
        _next = (_next + 1) % _packets.Length;
        Stopwatch.GetTimestamp().TryFormat(packet.AsSpan(stamp, StampLength), out _, "D19", CultureInfo.InvariantCulture);
        return packet;
    }

    private static (byte[] Packet, int Stamp) Make(int index)
    {
        (int step, int printer) = Math.DivRem(index, Printers);
        byte[] topic = Encoding.ASCII.GetBytes($"device/{DeviceId(printer)}/report");
        byte[] payload = Encoding.UTF8.GetBytes(new JsonObject { ["print"] = step == 0 ? Full() : Delta(step) }.ToJsonString());
        byte[] packet = [PublishPacket, .. Length(2 + topic.Length + payload.Length), 0, (byte)topic.Length, .. topic, .. payload];
        return (packet, packet.AsSpan().IndexOf(StampPattern) + StampPattern.Length - StampLength);
    }

    private static IEnumerable<byte> Length(int length)
    {
        for (; length >= 0x80; length >>= 7)
        {
            yield return (byte)(length | 0x80);
        }
        yield return (byte)length;
    }

    private static JsonObject Delta(int step) => new()
    {
        ["mc_percent"] = step,
        ["nozzle_temper"] = 219.5 + (step / 8.0),
        ["bed_temper"] = 59.5 + (step / 8.0),
        ["mc_remaining_time"] = 90 - step,
        ["cooling_fan_speed"] = "15",
        ["wifi_signal"] = "-45dBm",
        ["subtask_id"] = new string('0', StampLength),
        ["command"] = "push_status",
        ["msg"] = 1,
        ["sequence_id"] = "2021",
    };

    private static JsonObject Full()
    {
        JsonObject full = Delta(0);
        full["msg"] = 0;
        full["gcode_state"] = "RUNNING";
        full["stg_cur"] = 0;
        full["layer_num"] = 23;
        full["total_layer_num"] = 50;
        full["subtask_name"] = "bracket";
        full["gcode_file"] = "bracket.gcode.3mf";
        full["task_id"] = "410000001";
        full["print_type"] = "cloud";
        full["nozzle_target_temper"] = 220;
        full["bed_target_temper"] = 60;
        full["spd_lvl"] = 2;
        full["spd_mag"] = 100;
        full["print_error"] = 0;
        full["hms"] = new JsonArray();
        full["lights_report"] = new JsonArray(new JsonObject { ["node"] = "chamber_light", ["mode"] = "on" });
        full["ams"] = new JsonObject { ["tray_now"] = "0", ["ams"] = new JsonArray([.. Enumerable.Range(0, 4).Select(Unit)]) };
        // The rest is what a client has no use for, and has to read.
        JsonArray modules = [];
        full["upgrade_state"] = new JsonObject { ["status"] = "IDLE", ["history"] = modules };
        while (full.ToJsonString().Length < FullSize)
        {
            modules.Add(new JsonObject
            {
                ["name"] = "ams/0",
                ["cur_ver"] = "00.00.06.40",
                ["new_ver"] = "00.00.06.49",
                ["cur_release_type"] = 3,
                ["force"] = false
            });
        }
        return full;
    }

    private static JsonNode Unit(int id) => new JsonObject
    {
        ["id"] = $"{id}",
        ["humidity"] = "4",
        ["temp"] = "24.5",
        ["tray"] = new JsonArray([.. Enumerable.Range(0, 4).Select(Tray)]),
    };

    private static JsonNode Tray(int id) => new JsonObject
    {
        ["id"] = $"{id}",
        ["remain"] = 80,
        ["k"] = 0.02,
        ["n"] = 1.4,
        ["tag_uid"] = "0000000000000000",
        ["tray_id_name"] = "A00-W1",
        ["tray_info_idx"] = "GFA00",
        ["tray_type"] = "PLA",
        ["tray_sub_brands"] = "PLA Basic",
        ["tray_color"] = "FFFFFFFF",
        ["tray_weight"] = "1000",
        ["tray_diameter"] = "1.75",
        ["tray_temp"] = "55",
        ["tray_time"] = "8",
        ["nozzle_temp_max"] = "230",
        ["nozzle_temp_min"] = "190",
        ["tray_uuid"] = "00000000000000000000000000000000",
        ["cols"] = new JsonArray("FFFFFFFF"),
    };
}
