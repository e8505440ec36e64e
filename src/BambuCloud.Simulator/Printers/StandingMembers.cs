using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>
/// What a printer says that stands until somebody changes it: filament, camera, network, firmware. It is much of a full report and seldom
/// any of a delta, so that it is looked at only when something has changed.
/// </summary>
internal sealed class StandingMembers
{
    private const int DoorBit = 1 << 23;

    // The stages that a print goes through before its first layer, in their order.
    private static readonly int[] Preparation = [2, 13, 1, 7, 14];

    // All stages of a print, those of the plate's change at the end with them.
    private static readonly int[] Stages = [.. Preparation, 3, 8, 10, 0, 22, 29];

    private readonly PrinterModel _model;
    private readonly PrinterAms _ams;
    private readonly JsonObject _now;
    private readonly JsonObject _said = [];
    private readonly HashSet<string> _changed = [];
    private bool _isAmsWhole;

    public StandingMembers(PrinterModel model, string serial)
    {
        _model = model;
        _ams = new PrinterAms(model, serial);
        _now = Make(model, serial);
        (string name, JsonNode spools) = _ams.External();
        _now["ams"] = _ams.Units();
        _now[name] = spools;
        SetDoor(open: false);
        _changed.UnionWith(_now.Select(member => member.Key));
    }

    /// <summary>Whether something changed since it was said.</summary>
    public bool IsChanged => _changed.Count > 0;

    /// <summary>What the printer's light was switched to; null while it follows the print.</summary>
    public string? Light { get; private set; }

    /// <summary>Adds everything to a report, or what changed.</summary>
    /// <param name="report">The report.</param>
    /// <param name="full">Whether everything.</param>
    public void AddTo(JsonObject report, bool full)
    {
        if (full)
        {
            foreach ((string name, JsonNode? value) in _now)
            {
                report[name] = value?.DeepClone();
            }
        }
        foreach (string name in _changed)
        {
            if (!full)
            {
                bool whole = _isAmsWhole && name == "ams";
                report[name] = whole ? _now[name]?.DeepClone() : ReportDelta.OfMember(name, _said[name], _now[name]);
            }
            _said[name] = _now[name]?.DeepClone();
        }
        _changed.Clear();
        _isAmsWhole = false;
    }

    /// <summary>Puts another spool into a slot of the first AMS; false where there is none.</summary>
    public bool LoadTray(int slot, string material, string color) => Change("ams", _ams.Load(slot, material, color), _ams.Units);

    /// <summary>Whether there is a spool in a slot.</summary>
    public bool HasSpool(int unit, int slot) => _ams.HasSpool(unit, slot);

    /// <summary>Takes the filament of a print from a slot.</summary>
    public bool Feed(int? unit, int slot) => Change("ams", _ams.Feed(unit, slot), _ams.Units);

    /// <summary>Takes the spool out of a slot of the first AMS.</summary>
    public bool UnloadTray(int slot) => Change("ams", _ams.Unload(slot), _ams.Units);

    /// <summary>Uses up filament of the first AMS; false where there is none.</summary>
    /// <param name="whole">Whether the report of it has whole units, and not the tray alone.</param>
    public bool UseFilament(bool whole)
    {
        bool done = Change("ams", _ams.Use(), _ams.Units);
        _isAmsWhole = done ? whole : _isAmsWhole;
        return done;
    }

    /// <summary>Opens or closes the door; false where none is watched.</summary>
    public bool MoveDoor(bool open)
    {
        if (_model.HasDoor)
        {
            SetDoor(open);
        }
        return _model.HasDoor;
    }

    /// <summary>Switches the stream of the camera on or off.</summary>
    public bool SetStream(bool on) => SetMember("ipcam", "rtsp_url", on ? "rtsps://127.0.0.1/streaming/live/1" : "disable");

    /// <summary>The light goes with the print again.</summary>
    public void ForgetLight() => Light = null;

    /// <summary>Carries out a request that is none about prints.</summary>
    /// <param name="kind"><c>system</c>, <c>camera</c>, <c>xcam</c> or <c>upgrade</c>.</param>
    /// <param name="request">The request.</param>
    /// <returns>Whether the printer knows it.</returns>
    public bool CarryOut(string kind, JsonObject request)
    {
        string? control = request["control"]?.ToString();
        switch (kind, request["command"]?.ToString())
        {
            case ("system", "ledctrl"):
                Light = request["led_mode"]?.ToString();
                return Light is "on" or "off" or "flashing";
            case ("camera", "ipcam_timelapse"):
                return SetMember("ipcam", "timelapse", control);
            case ("camera", "ipcam_record_set"):
                return SetMember("ipcam", "ipcam_record", control);
            case ("xcam", "xcam_control_set"):
                string module = request["module_name"]?.ToString() ?? "";
                return _now["xcam"]![module] is not null && SetMember("xcam", module, request["control"]?.DeepClone());
            default:
                return kind is "system" or "upgrade";
        }
    }

    private bool SetMember(string name, string member, JsonNode? value)
    {
        _now[name]![member] = value;
        _changed.Add(name);
        return value is not null;
    }

    private bool Change(string name, bool done, Func<JsonNode> now)
    {
        if (done)
        {
            _now[name] = now();
            _changed.Add(name);
        }
        return done;
    }

    // The door is a bit among others: of home_flag where everything is flat, else of stat.
    private void SetDoor(bool open)
    {
        int door = open ? DoorBit : 0;
        bool isFlat = !_model.HasDeviceObject;
        _now["home_flag"] = 0x0700_4387 | (isFlat ? door : 0);
        _changed.Add("home_flag");
        if (!isFlat)
        {
            _now["stat"] = (0x4625_8008 | door).ToString("X", CultureInfo.InvariantCulture);
            _changed.Add("stat");
        }
    }

    private static JsonObject Make(PrinterModel model, string serial)
    {
        JsonObject members = Machine(model, serial);
        members["ipcam"] = Camera(model);
        members["xcam"] = Detections(model);
        members["net"] = Network(model, serial);
        members["upgrade_state"] = Upgrade(model, serial);
        members["online"] = new JsonObject { ["ahb"] = true, ["rfid"] = true, ["version"] = 1_442_803_916 };
        members["upload"] = new JsonObject { ["status"] = "idle", ["progress"] = 0, ["message"] = "" };
        members["care"] = new JsonArray(
            new JsonObject { ["id"] = "ls", ["info"] = "2C" }, new JsonObject { ["id"] = "cr", ["info"] = "A0" });
        members["filam_bak"] = new JsonArray();
        members["stg"] = new JsonArray([.. Preparation.Select(stage => (JsonNode)stage)]);
        members["job"] = Job(model);
        members["s_obj"] = new JsonArray();
        return members;
    }

    private static JsonObject Machine(PrinterModel model, string serial) => new()
    {
        ["nozzle_diameter"] = "0.4",
        ["nozzle_type"] = model.NozzleType,
        ["sdcard"] = true,
        ["lifecycle"] = "product",
        ["mess_production_state"] = "active",
        ["hw_switch_state"] = 1,
        ["ams_rfid_status"] = 0,
        ["ams_status"] = 0,
        ["aux_part_fan"] = true,
        ["ap_err"] = 0,
        ["ver"] = "20000",
        ["cfg"] = "C0F0A6CFD",
        ["maintain"] = 3,
        ["cali_version"] = 0,
        ["flag3"] = 15,
        ["force_upgrade"] = false,
        ["queue"] = 0,
        ["queue_est"] = 0,
        ["queue_number"] = 0,
        ["queue_sts"] = 0,
        ["queue_total"] = 0,
        ["batch_id"] = 0,
        ["canvas_id"] = 0,
        ["plate_cnt"] = 0,
        ["plate_id"] = 0,
        ["plate_idx"] = 1,
        ["design_id"] = "",
        ["model_id"] = "",
        ["file"] = "",
        ["err"] = "0",
        ["msg_stamp"] = serial,
    };

    private static JsonObject Camera(PrinterModel model) => new()
    {
        ["agora_service"] = "disable",
        ["brtc_service"] = "enable",
        ["bs_state"] = 0,
        ["ipcam_dev"] = "1",
        ["ipcam_record"] = "enable",
        ["laser_preview_res"] = 5,
        ["mode_bits"] = 3,
        ["resolution"] = model.SendsDeltas && !model.HasChamberSensor ? "1280x720" : "1920x1080",
        ["rtsp_url"] = "disable",
        ["timelapse"] = "disable",
        ["tl_store_hpd_type"] = 2,
        ["tl_store_path_type"] = 2,
        ["tutk_server"] = "disable",
        ["file"] = new JsonObject { ["local"] = "local", ["remote"] = "none", ["model_download"] = "enabled" },
    };

    private static JsonObject Detections(PrinterModel model)
    {
        JsonObject detections = new()
        {
            ["allow_skip_parts"] = false,
            ["buildplate_marker_detector"] = true,
            ["first_layer_inspector"] = model.HasChamberSensor,
            ["halt_print_sensitivity"] = "medium",
            ["print_halt"] = true,
            ["printing_monitor"] = true,
            ["spaghetti_detector"] = true,
            ["cfg"] = 4_092_263,
        };
        foreach (string detector in new[] { "airprint", "clump", "nozzleclumping", "pileup", "spaghetti" })
        {
            detections[$"{detector}_detector"] = model.HasDeviceObject;
            detections[$"{detector}_detector_sensitivity"] = "medium";
        }
        return detections;
    }

    // An address of its own for each printer: 192.168.a.b, the last part in the highest byte.
    private static JsonObject Network(PrinterModel model, string serial)
    {
        int number = int.TryParse(serial.AsSpan(serial.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            ? last : serial[^1]; // One that somebody binds may end with letters.
        long address = ((long)((number % 250) + 2) << 24) | (uint)((number / 250 % 250) << 16) | (168 << 8) | 192;
        JsonObject addressed = new() { ["ip"] = address, ["mask"] = 0x00FF_FFFF };
        JsonObject unused = new() { ["ip"] = 0, ["mask"] = 0 };
        return new JsonObject
        {
            ["conf"] = 16,
            ["info"] = model.IsWired ? new JsonArray(unused, addressed) : new JsonArray(addressed, unused),
        };
    }

    // One stage for each step of the way, of which an idle printer has done none.
    private static JsonObject Job(PrinterModel model) => new()
    {
        ["cur_stage"] = new JsonObject { ["idx"] = 0, ["state"] = 0 },
        ["stage"] = new JsonArray([.. Stages.Select((stage, index) => new JsonObject
        {
            ["idx"] = index,
            ["type"] = stage,
            ["tool"] = new JsonArray(model.NozzleType),
            ["diameter"] = new JsonArray([.. model.Loaded.Select(_ => (JsonNode)0.4)]),
            ["color"] = new JsonArray("#FFFFFF"),
            ["clock_in"] = false,
            ["est_time"] = 0,
            ["heigh"] = 0,
            ["platform"] = "",
            ["print_then"] = false,
            ["proc_list"] = new JsonArray(),
        })]),
    };

    private static JsonObject Upgrade(PrinterModel model, string serial) => new()
    {
        ["sequence_id"] = 0,
        ["status"] = "IDLE",
        ["progress"] = "",
        ["message"] = "0%, 0B/s",
        ["module"] = "",
        ["dis_state"] = 1,
        ["err_code"] = 0,
        ["force_upgrade"] = false,
        ["consistency_request"] = false,
        ["idx"] = 2,
        ["idx2"] = 1_930_276_405,
        ["new_version_state"] = 1,
        ["ota_new_version_number"] = PrinterModel.NewestFirmware,
        ["cur_state_code"] = 0,
        ["lower_limit"] = "00.00.00.00",
        ["sn"] = serial,
        ["new_ver_list"] = new JsonArray(
            [.. FirmwareModules.Of(model, serial).Select(module => new JsonObject
            {
                ["name"] = module.Name,
                ["cur_ver"] = module.Version,
                ["new_ver"] = module.IsOwn ? PrinterModel.NewestFirmware : module.Version,
                ["cur_release_type"] = 3,
                ["new_release_type"] = 3,
                ["sn"] = module.Serial,
            })]),
    };
}
