using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>How a job ended.</summary>
internal enum JobEnd
{
    Finished,
    Failed,
    Cancelled,

    /// <summary>The printer restarted and says no more of it.</summary>
    Forgotten,
}

/// <summary>What a printer makes of commands that the vendor did not sign.</summary>
internal enum CommandManner
{
    Obey,
    Ignore,
    Refuse,
}

/// <summary>A job on its way through a printer.</summary>
internal sealed record PrintJob(string TaskId, string FileName, SlicedFile File, DateTimeOffset Start)
{
    /// <summary>The id of a job that no cloud knows.</summary>
    public const string NoTask = "0";

    /// <summary>What it is called where it is not called by its file.</summary>
    public string? Name { get; init; }
}

/// <summary>
/// One printer: a state machine that prepares, heats, lays layers and ends, and says so as its model does. It knows no clock:
/// whoever owns it lets time pass. All members are called under the fleet's lock.
/// </summary>
internal sealed class SimulatedPrinter
{
    /// <summary>What everything cools down to, °C.</summary>
    public const double RoomTemperature = 24;

    /// <summary>The error that says the user cancelled: 0300_400C.</summary>
    private const long CancelledError = 0x0300_400C;
    private const long Functions = 0x1AF9_1F9C_FF;
    private const long SignatureBit = 0x2000_0000;
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
    private static readonly string[] ToldAtOnce = ["gcode_state", "print_error", "fail_reason", "lights_report"];

    private const double DownloadUntil = 8;

    private readonly StandingMembers _standing;
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
        _standing = new StandingMembers(model, deviceId);
        DeviceId = deviceId;
        Name = name;
        AccessCode = accessCode;
        Online = online;
    }

    public PrinterModel Model { get; }

    public string DeviceId { get; }

    public string Name { get; set; }

    public string AccessCode { get; private set; }

    public bool Online { get; set; }

    /// <summary>Whether it says nothing though it is connected, as one does whose line is dead.</summary>
    public bool Mute { get; set; }

    /// <summary>Whether nothing that it says reaches anybody, by whatever way.</summary>
    public bool IsSilent => Mute || Mischief.IsSilent;

    /// <summary>What it does with the words about its jobs.</summary>
    public Mischief Mischief { get; init; } = new(null);

    /// <summary>What it makes of commands.</summary>
    public CommandManner Commands { get; set; }

    /// <summary>Whether no print is started over its own broker, as with firmware of 2024 in cloud mode (lan.md).</summary>
    public bool RefusesOwnStarts { get; set; }

    /// <summary>The task that runs or ran last.</summary>
    public string? TaskId => _job?.TaskId;

    /// <summary>What is printed or was printed last.</summary>
    public PrintJob? Job => _job;

    public double NozzleTemperature => Math.Round(_nozzle, 1);

    public double BedTemperature => Math.Round(_bed, 1);

    public bool Busy => _state is "PREPARE" or "RUNNING" or "PAUSE";

    /// <summary>Makes another access code: who has the one before is in and comes in no more.</summary>
    public bool RenewAccessCode()
    {
        AccessCode = new string([.. AccessCode.Reverse()]);
        return true;
    }

    /// <summary>Whether somebody can start a print: one that has ended has said so first.</summary>
    public bool IsReady => Online && !Busy && Mischief.HasToldEnd;

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

    // A cable says a signal that means none.
    private string Signal => string.Create(CultureInfo.InvariantCulture, $"{(Model.IsWired ? -90 : _signal)}dBm");

    private double Printed => _job is null ? 0
        : Math.Clamp((_elapsed - Preparation[^1].Until) / Math.Max(1, _job.File.Duration.TotalSeconds), 0, 1);

    private int Layer => _job is null ? 0 : (int)Math.Ceiling(Printed * _job.File.Layers);

    public void Start(PrintJob job)
    {
        _job = job;
        Mischief.Begin(_reported, Model.SendsDeltas);
        _state = "PREPARE";
        _elapsed = 0;
        _error = 0;
        _hms = [];
        _standing.ForgetLight();
    }

    /// <summary>Pauses; false when nothing runs.</summary>
    public bool Pause() => Change(_state is "RUNNING" or "PREPARE", "PAUSE");

    /// <summary>Goes on; false when nothing is paused.</summary>
    public bool Resume() => Change(_state == "PAUSE", "RUNNING");

    /// <summary>Ends the job as cancelled by the user or with an error; false when there is none.</summary>
    public bool Abort(long error, (long Attribute, long Code)? hms = null, CancelCode? code = null)
    {
        string before = _state;
        if (!Change(Busy, "FAILED"))
        {
            return false;
        }
        Mischief.End(before, code);
        _error = error;
        if (hms is { } message)
        {
            _hms = [new JsonObject { ["attr"] = message.Attribute, ["code"] = message.Code }];
        }
        return true;
    }

    /// <summary>Cancels, and says the code as it is ordered.</summary>
    public bool Cancel(CancelCode? code = null) => Abort(CancelledError, code: code ?? Mischief.AnyCode);

    /// <summary>Somebody took the print off and said so; false while one is under way.</summary>
    public bool ClearPlate()
    {
        _error = Busy ? _error : 0;
        _hms = Busy ? _hms : [];
        return Change(!Busy, Busy ? _state : "IDLE");
    }

    /// <summary>Restarts: it forgets its job, and never says how that ended; false when there is none.</summary>
    public bool Restart()
    {
        string before = _state;
        if (!Change(Busy, "IDLE"))
        {
            return false;
        }
        Mischief.End(before);
        _job = null;
        return true;
    }

    /// <summary>Lets something happen in the midst of a print; false where that is not possible now.</summary>
    public bool Interrupt(Interlude what)
    {
        switch (what)
        {
            case Interlude.SpoolChange when _state == "RUNNING":
                Mischief.ChangeSpool();
                return true;
            case Interlude.Silence:
                Mischief.FallSilent();
                return true;
            case Interlude.Restart:
                return Restart();
            case Interlude.WholeUnit or Interlude.SingleTray:
                return _standing.UseFilament(whole: what == Interlude.WholeUnit);
            default:
                return false;
        }
    }

    /// <summary>What stands until somebody changes it.</summary>
    public StandingMembers Standing => _standing;

    /// <summary>Sets the speed level, 1 to 4.</summary>
    public bool SetSpeed(int level)
    {
        bool known = level is >= 1 and <= 4;
        _speedLevel = known ? level : _speedLevel;
        return known;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">The printer's time.</param>
    /// <param name="real">Real seconds.</param>
    /// <returns>How a job ended within it.</returns>
    public JobEnd? Pass(double seconds, double real)
    {
        Mischief.Pass(real);
        bool heats = _state is "PREPARE" or "RUNNING" or "PAUSE";
        _nozzle = Approach(_nozzle, heats ? NozzleTarget : RoomTemperature, seconds, heats ? 15 : 90);
        _bed = Approach(_bed, heats ? BedTarget : RoomTemperature, seconds, heats ? 25 : 300);
        if (_state is not ("PREPARE" or "RUNNING"))
        {
            return null;
        }
        _elapsed += seconds;
        if (Mischief.Next(Printed) is var what && Interrupt(what) && what == Interlude.Restart)
        {
            return JobEnd.Forgotten;
        }
        if (_elapsed >= DownloadUntil)
        {
            _state = "RUNNING";
        }
        if (Printed >= 1)
        {
            Mischief.End(_state);
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
        bool turn = _sinceReport >= 5 && !Mischief.IsByChance; // Real ones may be silent for minutes.
        if (turn)
        {
            _signal = -44 - ((-_signal - 43) % 3); // It never stays the same: an idle printer has something to say too.
        }
        JsonObject now = State();
        Mischief.Tell(now);
        bool due = full || Busy || turn || _standing.IsChanged || ToldAtOnce.Any(name => !Same(now[name], _reported[name]));
        if (!due)
        {
            return null;
        }
        _sinceReport = 0;
        bool whole = full || !Model.SendsDeltas;
        JsonObject said = whole ? (JsonObject)now.DeepClone() : ReportDelta.Between(_reported, now);
        _standing.AddTo(said, whole);
        _reported = now;
        if (said.Count == 0)
        {
            return null;
        }
        said["command"] = "push_status";
        said["msg"] = whole ? 0 : 1;
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
            ["wifi_signal"] = Signal,
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

    private Heat HeatNow()
    {
        double chamberTarget = Busy ? Model.ChamberTarget : 0;
        double chamber = Math.Round(RoomTemperature + ((_bed - RoomTemperature) * (chamberTarget > 0 ? 0.9 : 0.2)), 1);
        return new Heat(_nozzle, Busy ? NozzleTarget : 0, _bed, Busy ? BedTarget : 0, chamber, chamberTarget,
            _state == "RUNNING" && Layer > 1 ? 100 : 0);
    }

    private JsonObject State()
    {
        JsonObject state = JobMembers.Make(new JobFigures
        {
            State = _state,
            Stage = Stage(),
            Percent = Percent,
            Minutes = (int)Math.Ceiling(Remaining.TotalMinutes),
            Layer = _state == "FINISH" ? _job!.File.Layers : Layer,
            Downloaded = _state == "PREPARE" ? (int)(100 * _elapsed / DownloadUntil) : _job is null ? 0 : 100,
            IsBusy = Busy,
            Job = _job,
        });
        HeatMembers.AddTo(state, Model, HeatNow(), DeviceId);
        state["spd_lvl"] = _speedLevel;
        state["spd_mag"] = _speedLevel switch { 1 => 50, 3 => 124, 4 => 166, _ => 100 };
        state["wifi_signal"] = Signal;
        state["fun"] = (Commands == CommandManner.Obey ? Functions & ~SignatureBit : Functions | SignatureBit)
            .ToString("X", CultureInfo.InvariantCulture);
        state["print_error"] = _error;
        state["mc_print_error_code"] = _error.ToString(CultureInfo.InvariantCulture);
        state["fail_reason"] = "0";
        state["hms"] = _hms.DeepClone();
        string light = _standing.Light ?? (Busy ? "on" : "off");
        state["lights_report"] = new JsonArray([.. Model.Lights.Select(node => new JsonObject { ["node"] = node, ["mode"] = light })]);
        return state;
    }
}
