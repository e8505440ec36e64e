using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>When the code of a cancel is said.</summary>
internal enum CancelCode
{
    WithTheWord,
    BeforeTheWord,
    AfterTheWord,
    OnlyAsReason,
}

/// <summary>
/// What real printers do with the words about their jobs (mqtt.md, <i>Ends</i>): codes wander and go back to 0, figures and ids of the job
/// before still stand, an end forgets its figures, a change of spools looks idle. It changes what a printer says, not what it does.
/// </summary>
internal sealed class Mischief(int seed)
{
    private const double CodeStands = 3;
    private const double ReasonStands = 10;
    private const double WordIsLate = 0.4;
    private const double IdsAreLate = 3;
    private const double SpoolChange = 2;

    private readonly Random _random = new(seed);
    private double _sinceStart = double.MaxValue;
    private double _sinceEnd = double.MaxValue;
    private double _sinceSpool = double.MaxValue;
    private bool _late;
    private bool _leftovers;
    private bool _resets;
    private CancelCode _code;
    private string _wordBefore = "IDLE";
    private JsonObject _figuresBefore = [];

    /// <summary>A job begins.</summary>
    /// <param name="told">What the printer said last.</param>
    /// <param name="sendsDeltas">Whether it says only what changes: those that say everything carry figures over.</param>
    public void Begin(JsonObject told, bool sendsDeltas)
    {
        (_sinceStart, _sinceEnd) = (0, double.MaxValue);
        _late = _random.Next(3) == 0;
        _leftovers = !sendsDeltas && _random.Next(2) == 0;
        _figuresBefore = Members(told, "mc_percent", "layer_num", "total_layer_num", "mc_remaining_time");
    }

    /// <summary>A job ends.</summary>
    /// <param name="word">The state that it was in.</param>
    /// <param name="code">When a cancel's code is said; by chance where none is ordered.</param>
    public void End(string word, CancelCode? code = null)
    {
        _sinceEnd = 0;
        _wordBefore = word;
        _resets = _random.Next(2) == 0;
        _code = code ?? (CancelCode)_random.Next(4);
    }

    /// <summary>An AMS changes its spool, now and then.</summary>
    public void Print()
    {
        if (_sinceSpool > 30 && _random.Next(60) == 0)
        {
            _sinceSpool = 0;
        }
    }

    /// <summary>Lets real seconds pass.</summary>
    public void Pass(double seconds)
    {
        _sinceStart += seconds;
        _sinceEnd += seconds;
        _sinceSpool += seconds;
    }

    /// <summary>Makes of a true state what the printer says.</summary>
    public void Tell(JsonObject state)
    {
        string word = (string)state["gcode_state"]!;
        if (_late && _sinceStart < IdsAreLate)
        {
            state["task_id"] = "0";
            state["subtask_id"] = "0";
        }
        if (_leftovers && word == "PREPARE")
        {
            foreach ((string name, JsonNode? value) in _figuresBefore)
            {
                state[name] = value?.DeepClone();
            }
        }
        if (word == "RUNNING" && _sinceSpool < SpoolChange)
        {
            state["gcode_state"] = "IDLE";
        }
        if (word == "FINISH" && _resets)
        {
            state["layer_num"] = 0;
            state["total_layer_num"] = 0;
        }
        if (word == "FAILED")
        {
            TellFailure(state, (long)state["print_error"]!);
        }
    }

    // A person's cancel has its code for seconds; an error of the printer stands.
    private void TellFailure(JsonObject state, long code)
    {
        if (code is not (0x0300_400C or 0x0500_400E))
        {
            return;
        }
        bool isLate = _sinceEnd < WordIsLate;
        bool said = _sinceEnd < CodeStands && _code != CancelCode.OnlyAsReason && !(isLate && _code == CancelCode.AfterTheWord);
        state["print_error"] = said ? code : 0;
        state["fail_reason"] = _code == CancelCode.OnlyAsReason && _sinceEnd < ReasonStands
            ? code.ToString(CultureInfo.InvariantCulture) : "0";
        state["gcode_state"] = isLate && _code == CancelCode.BeforeTheWord ? _wordBefore : "FAILED";
    }

    private static JsonObject Members(JsonObject of, params ReadOnlySpan<string> names)
    {
        JsonObject members = [];
        foreach (string name in names)
        {
            if (of[name] is { } value)
            {
                members[name] = value.DeepClone();
            }
        }
        return members;
    }
}
