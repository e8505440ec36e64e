using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>How a job ended.</summary>
internal enum JobEnd
{
    Finished,
    Failed,
    Cancelled,
}

/// <summary>What a printer makes of commands that the vendor did not sign.</summary>
internal enum CommandManner
{
    Obey,
    Ignore,
    Refuse,
}

/// <summary>A job on its way through a printer.</summary>
internal sealed record PrintJob(string TaskId, string FileName, SlicedFile File, DateTimeOffset Start);

/// <summary>
/// One printer: a state machine that prepares, heats, lays layers and ends, and says so as its model does. It knows no clock:
/// whoever owns it lets time pass. All members are called under the fleet's lock.
/// </summary>
internal sealed class SimulatedPrinter
{
    /// <summary>The error that says the user cancelled: 0300_400C.</summary>
    private const long CancelledError = 0x0300_400C;
    private const long Functions = 0x1AF9_1F9C_FF;
    private const long SignatureBit = 0x2000_0000;
    private const double RoomTemperature = 24;
    private const double NozzleTarget = 220;
    private const double BedTarget = 60;

    // The way to the first layer, in seconds of the printer's time: what it does until when.
    private static readonly (double Until, int Stage)[] Preparation =
    [
        (15, 2),  // heatbed preheating
        (30, 13), // homing
        (50, 1),  // automatic bed levelling
        (70, 7),  // heating the hotend
        (75, 14), // cleaning the nozzle's tip
    ];

    // What even an idle printer says when it changes.
    private static readonly string[] ToldAtOnce = ["gcode_state", "print_error", "fail_reason", "ams"];

    private const double DownloadUntil = 8;
    private const int SpoolIsRead = 11;
    private const int NoSpool = 10;

    private readonly JsonObject _ams = MakeAms();
    private JsonObject _reported = [];
    private PrintJob? _job;
    private string _state = "IDLE";
    private double _elapsed;
    private double _nozzle = RoomTemperature;
    private double _bed = RoomTemperature;
    private double _sinceReport;
    private int _signal = -45;
    private int _speedLevel = 2;
    private long _error;
    private JsonArray _hms = [];

    public SimulatedPrinter(PrinterModel model, string deviceId, string name, string accessCode, bool online)
    {
        Model = model;
        DeviceId = deviceId;
        Name = name;
        AccessCode = accessCode;
        Online = online;
    }

    public PrinterModel Model { get; }

    public string DeviceId { get; }

    public string Name { get; set; }

    public string AccessCode { get; }

    public bool Online { get; set; }

    /// <summary>Whether it says nothing though it is connected, as one does whose line is dead.</summary>
    public bool Mute { get; set; }

    /// <summary>What it does with the words about its jobs; null for a printer of the textbook.</summary>
    public Mischief? Mischief { get; set; }

    /// <summary>What it makes of commands.</summary>
    public CommandManner Commands { get; set; }

    /// <summary>The task that runs or ran last.</summary>
    public string? TaskId => _job?.TaskId;

    /// <summary>What is printed or was printed last.</summary>
    public PrintJob? Job => _job;

    public double NozzleTemperature => Math.Round(_nozzle, 1);

    public double BedTemperature => Math.Round(_bed, 1);

    public bool Busy => _state is "PREPARE" or "RUNNING" or "PAUSE";

    public int Percent => _job is null ? 0 : _state == "FINISH" ? 100 : (int)(Printed * 100);

    public TimeSpan Remaining => _job is null || !Busy ? TimeSpan.Zero : _job.File.Duration * (1 - Printed);

    /// <summary><c>print_status</c> of the device list.</summary>
    public string PrintStatus => _state switch
    {
        "PREPARE" or "RUNNING" => "RUNNING",
        "PAUSE" => "PAUSE",
        "FINISH" => "SUCCESS",
        "FAILED" => "FAILED",
        _ => "ACTIVE",
    };

    private double Printed => _job is null ? 0
        : Math.Clamp((_elapsed - Preparation[^1].Until) / Math.Max(1, _job.File.Duration.TotalSeconds), 0, 1);

    private int Layer => _job is null ? 0 : (int)Math.Ceiling(Printed * _job.File.Layers);

    public void Start(PrintJob job)
    {
        _job = job;
        Mischief?.Begin(_reported, Model.SendsDeltas);
        _state = "PREPARE";
        _elapsed = 0;
        _error = 0;
        _hms = [];
    }

    /// <summary>Pauses; false when nothing runs.</summary>
    public bool Pause() => Change(_state is "RUNNING" or "PREPARE", "PAUSE");

    /// <summary>Goes on; false when nothing is paused.</summary>
    public bool Resume() => Change(_state == "PAUSE", "RUNNING");

    /// <summary>Ends the job as cancelled by the user or with an error; false when there is none.</summary>
    public bool Abort(long error, (long Attribute, long Code)? hms = null)
    {
        string before = _state;
        if (!Change(Busy, "FAILED"))
        {
            return false;
        }
        Mischief?.End(before);
        _error = error;
        if (hms is { } message)
        {
            _hms = [new JsonObject { ["attr"] = message.Attribute, ["code"] = message.Code }];
        }
        return true;
    }

    public bool Cancel() => Abort(CancelledError);

    /// <summary>Cancels, and says the code as it is ordered.</summary>
    public bool Cancel(CancelCode code)
    {
        string before = _state;
        bool done = Abort(CancelledError);
        Mischief ??= new Mischief(0);
        Mischief.End(before, code);
        return done;
    }

    /// <summary>Restarts: it forgets its job, and never says how that ended; false when there is none.</summary>
    public bool Restart()
    {
        bool busy = Change(Busy, "IDLE");
        _job = busy ? null : _job;
        return busy;
    }

    /// <summary>Puts another spool into a tray of the first AMS.</summary>
    public bool LoadTray(int tray, string material, string color)
    {
        JsonObject item = _ams["ams"]![0]!["tray"]![tray]!.AsObject();
        item["tray_type"] = material;
        item["tray_color"] = color;
        item["tray_info_idx"] = "GFL99";
        item["remain"] = 100;
        item["state"] = SpoolIsRead;
        _ams["tray_exist_bits"] = "f";
        return true;
    }

    /// <summary>Takes the spool out of a tray of the first AMS: only the bits say so at first.</summary>
    public bool UnloadTray(int tray)
    {
        int bits = int.Parse((string)_ams["tray_exist_bits"]!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _ams["tray_exist_bits"] = (bits & ~(1 << tray)).ToString("x", CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>Sets the speed level, 1 to 4.</summary>
    public bool SetSpeed(int level)
    {
        bool known = level is >= 1 and <= 4;
        _speedLevel = known ? level : _speedLevel;
        return known;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">The printer's time.</param>
    /// <returns>How a job ended within it.</returns>
    public JobEnd? Pass(double seconds)
    {
        bool heats = _state is "PREPARE" or "RUNNING" or "PAUSE";
        _nozzle = Approach(_nozzle, heats ? NozzleTarget : RoomTemperature, seconds, heats ? 15 : 90);
        _bed = Approach(_bed, heats ? BedTarget : RoomTemperature, seconds, heats ? 25 : 300);
        if (_state is not ("PREPARE" or "RUNNING"))
        {
            return null;
        }
        _elapsed += seconds;
        Mischief?.Print();
        if (_elapsed >= DownloadUntil)
        {
            _state = "RUNNING";
        }
        if (Printed >= 1)
        {
            Mischief?.End(_state);
            _state = "FINISH";
            return JobEnd.Finished;
        }
        return null;
    }

    /// <summary>
    /// What the printer says now: everything, or what changed since it last spoke; null when there is nothing to say.
    /// </summary>
    /// <param name="full">Whether it was asked for everything.</param>
    /// <param name="quiet">How many real seconds passed; an idle printer speaks every few seconds.</param>
    public JsonObject? Report(bool full, double quiet = 0)
    {
        _sinceReport += quiet;
        Mischief?.Pass(quiet);
        bool turn = _sinceReport >= 5 && Mischief is null; // Real ones may be silent for minutes.
        if (turn)
        {
            _signal = -44 - ((-_signal - 43) % 3); // It never stays the same: an idle printer has something to say too.
        }
        JsonObject now = State();
        Mischief?.Tell(now);
        bool due = full || Busy || turn || ToldAtOnce.Any(name => !Same(now[name], _reported[name]));
        if (!due)
        {
            return null;
        }
        _sinceReport = 0;
        JsonObject said = full || !Model.SendsDeltas ? (JsonObject)now.DeepClone() : ReportDelta.Between(_reported, now);
        _reported = now;
        if (said.Count == 0)
        {
            return null;
        }
        said["command"] = "push_status";
        said["msg"] = full || !Model.SendsDeltas ? 0 : 1;
        said["sequence_id"] = "0";
        return new JsonObject { ["print"] = said };
    }

    /// <summary>What it answers when it is only asked whether it is there.</summary>
    public JsonObject SignOfLife() => new()
    {
        ["print"] = new JsonObject
        {
            ["command"] = "push_status",
            ["msg"] = 1,
            ["sequence_id"] = "0",
            ["wifi_signal"] = string.Create(CultureInfo.InvariantCulture, $"{_signal}dBm"),
        },
    };

    private static double Approach(double from, double to, double seconds, double pace) => to + ((from - to) * Math.Exp(-seconds / pace));

    private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    private bool Change(bool possible, string state)
    {
        _state = possible ? state : _state;
        return possible;
    }

    private int Stage() => _state switch
    {
        "PAUSE" => 16,
        "PREPARE" or "RUNNING" when _elapsed < Preparation[^1].Until => Preparation.First(step => _elapsed < step.Until).Stage,
        "RUNNING" => 0,
        _ => Model.SendsDeltas ? 255 : -1,
    };

    private JsonObject State()
    {
        bool heats = Busy;
        JsonObject state = new()
        {
            ["gcode_state"] = _state,
            ["stg_cur"] = Stage(),
            ["mc_percent"] = Percent,
            ["mc_remaining_time"] = (int)Math.Ceiling(Remaining.TotalMinutes),
            ["layer_num"] = _state == "FINISH" ? _job!.File.Layers : Layer,
            ["total_layer_num"] = _job?.File.Layers ?? 0,
            ["subtask_name"] = _job is null ? "" : NameOf(_job.FileName),
            ["gcode_file"] = _job?.FileName ?? "",
            ["task_id"] = _job?.TaskId ?? "0",
            ["subtask_id"] = _job?.TaskId ?? "0",
            ["project_id"] = "0",
            ["profile_id"] = "0",
            ["print_type"] = Busy ? "cloud" : "idle",
            ["nozzle_temper"] = Math.Round(_nozzle, 2),
            ["nozzle_target_temper"] = heats ? NozzleTarget : 0,
            ["bed_temper"] = Math.Round(_bed, 2),
            ["bed_target_temper"] = heats ? BedTarget : 0,
            ["cooling_fan_speed"] = _state == "RUNNING" && Layer > 1 ? "15" : "0",
            ["big_fan1_speed"] = "0",
            ["big_fan2_speed"] = "0",
            ["heatbreak_fan_speed"] = heats ? "15" : "0",
            ["spd_lvl"] = _speedLevel,
            ["spd_mag"] = _speedLevel switch { 1 => 50, 3 => 124, 4 => 166, _ => 100 },
            ["wifi_signal"] = string.Create(CultureInfo.InvariantCulture, $"{_signal}dBm"),
            ["fun"] = (Commands == CommandManner.Obey ? Functions & ~SignatureBit : Functions | SignatureBit).ToString("X",
                CultureInfo.InvariantCulture),
            ["print_error"] = _error,
            ["fail_reason"] = "0",
            ["hms"] = _hms.DeepClone(),
            ["ams"] = _ams.DeepClone(),
            ["lights_report"] = new JsonArray(new JsonObject { ["node"] = "chamber_light", ["mode"] = heats ? "on" : "off" }),
        };
        if (Model.HasChamberSensor)
        {
            state["chamber_temper"] = Math.Round(RoomTemperature + ((_bed - RoomTemperature) / 5), 1);
        }
        return state;
    }

    private static string NameOf(string fileName)
    {
        string name = fileName;
        foreach (string ending in new[] { ".3mf", ".gcode" })
        {
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name[..^ending.Length] : name;
        }
        return name;
    }

    private static JsonObject MakeAms()
    {
        JsonArray trays = [];
        (string Type, string Color, string Id)[] loaded = [("PLA", "FFFFFFFF", "GFA00"), ("PLA", "161616FF", "GFA00"),
            ("PETG", "0086D6FF", "GFG00")];
        for (int tray = 0; tray < 4; tray++)
        {
            JsonObject item = new() { ["id"] = tray.ToString(CultureInfo.InvariantCulture) };
            item["state"] = tray < loaded.Length ? SpoolIsRead : NoSpool;
            if (tray < loaded.Length)
            {
                item["tray_type"] = loaded[tray].Type;
                item["tray_color"] = loaded[tray].Color;
                item["tray_info_idx"] = loaded[tray].Id;
                item["remain"] = 80 - (tray * 10);
                item["nozzle_temp_min"] = "190";
                item["nozzle_temp_max"] = "240";
            }
            trays.Add(item);
        }
        return new JsonObject
        {
            ["ams"] = new JsonArray(new JsonObject
            {
                ["id"] = "0",
                ["humidity"] = "4",
                ["humidity_raw"] = "24",
                ["temp"] = "24.5",
                ["tray"] = trays
            }),
            ["ams_exist_bits"] = "1",
            ["tray_exist_bits"] = "7",
            ["tray_now"] = "0",
        };
    }
}
