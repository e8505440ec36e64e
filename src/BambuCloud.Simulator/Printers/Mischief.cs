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

/// <summary>What a printer does with its next print.</summary>
internal enum PrintMischief
{
    /// <summary>Its ids come seconds after its start.</summary>
    LateIds,

    /// <summary>The figures of the print before still stand while it is prepared.</summary>
    Leftovers,

    /// <summary>Its end takes its layers away.</summary>
    ResetLayers,
}

/// <summary>What happens at a printer while it prints.</summary>
internal enum Interlude
{
    None,

    /// <summary>An AMS changes its spool: that looks idle for a moment.</summary>
    SpoolChange,

    /// <summary>It says nothing for a while.</summary>
    Silence,

    /// <summary>A power cut: it forgets its print.</summary>
    Restart,

    /// <summary>Filament is used up, and the report of it has all trays of the unit.</summary>
    WholeUnit,

    /// <summary>The same, and it has one tray alone.</summary>
    SingleTray,
}

/// <summary>
/// What real printers do with the words about their jobs (mqtt.md, <i>Ends</i>): codes wander and go back to 0, figures and ids of the job
/// before still stand, an end forgets its figures, a change of spools looks idle. It changes what a printer says, not what it does.
/// </summary>
/// <param name="seed">The seed of what happens by chance; null for only what is ordered.</param>
internal sealed class Mischief(int? seed)
{
    private const double CodeStands = 3;
    private const double ReasonStands = 10;
    private const double WordIsLate = 0.4;
    private const double IdsAreLate = 3;
    private const double SpoolChange = 2;
    private const int LongestSilence = 12;
    private const double LeastBeforeRestart = 0.7;

    private readonly Random? _random = seed is { } number ? new Random(number) : null;
    private readonly HashSet<PrintMischief> _ordered = [];
    private readonly List<(double Printed, Interlude What)> _planned = [];
    private double _sinceStart = double.MaxValue;
    private double _sinceEnd = double.MaxValue;
    private double _sinceSpool = double.MaxValue;
    private double _silence;
    private int _toldSinceEnd = 1;
    private double _sinceEndWasTold;
    private bool _late;
    private bool _leftovers;
    private bool _resets;
    private CancelCode? _code;
    private bool _codeFollows;
    private string _wordBefore = "IDLE";
    private JsonObject _figuresBefore = [];

    /// <summary>Whether things happen that nobody ordered.</summary>
    public bool IsByChance => _random is not null;

    /// <summary>When the code of a cancel is said of which nobody orders it; null for as long as the word.</summary>
    public CancelCode? AnyCode => (CancelCode?)_random?.Next(4);

    /// <summary>Whether it says nothing for a while.</summary>
    public bool IsSilent => _silence > 0;

    /// <summary>Whether all is said of the end of a job that is to be: a cancel's code may come behind the word.</summary>
    public bool HasToldEnd => _toldSinceEnd > 0 && (_code is null || _sinceEndWasTold >= CodeStands);

    /// <summary>Orders something for the next print, or for the end of this one; false where it is ordered already.</summary>
    public bool Order(PrintMischief what) => _ordered.Add(what);

    /// <summary>A job begins.</summary>
    /// <param name="told">What the printer said last.</param>
    /// <param name="sendsDeltas">Whether it says only what changes: those that say everything carry figures over.</param>
    public void Begin(JsonObject told, bool sendsDeltas)
    {
        (_sinceStart, _sinceEnd, _sinceSpool) = (0, double.MaxValue, double.MaxValue);
        _late = Take(PrintMischief.LateIds, oneIn: 3);
        _leftovers = Take(PrintMischief.Leftovers, oneIn: sendsDeltas ? null : 2);
        _figuresBefore = Members(told, "mc_percent", "layer_num", "total_layer_num", "mc_remaining_time");
        _planned.Clear();
        Plan(Interlude.SpoolChange, oneIn: 3);
        Plan(Interlude.WholeUnit, oneIn: 3);
        Plan(Interlude.SingleTray, oneIn: 3);
        Plan(Interlude.Silence, oneIn: 15);
        Plan(Interlude.Restart, oneIn: 40, LeastBeforeRestart);
    }

    /// <summary>A job ends.</summary>
    /// <param name="word">The state that it was in.</param>
    /// <param name="code">When a cancel's code is said; null for as long as the word, and for what is no cancel.</param>
    public void End(string word, CancelCode? code = null)
    {
        (_sinceEnd, _toldSinceEnd, _sinceEndWasTold) = (0, 0, 0);
        _wordBefore = word;
        _resets = Take(PrintMischief.ResetLayers, oneIn: 2);
        _code = code;
    }

    /// <summary>What happens now by chance.</summary>
    /// <param name="printed">How much of the job is printed, 0 to 1.</param>
    public Interlude Next(double printed)
    {
        int due = _planned.FindIndex(planned => planned.Printed <= printed);
        Interlude what = due < 0 ? Interlude.None : _planned[due].What;
        if (due >= 0)
        {
            _planned.RemoveAt(due);
        }
        // One that looks idle and then says nothing for a while is idle, as far as anybody can know.
        return what == Interlude.Silence && _sinceSpool <= 2 * SpoolChange ? Interlude.None : what;
    }

    /// <summary>An AMS changes its spool.</summary>
    public void ChangeSpool() => _sinceSpool = 0;

    /// <summary>The printer says nothing for a while.</summary>
    /// <param name="seconds">For how many real seconds; by chance where nobody says.</param>
    public void FallSilent(double? seconds = null) => _silence = seconds ?? _random?.Next(2, LongestSilence) ?? LongestSilence;

    /// <summary>Lets real seconds pass.</summary>
    public void Pass(double seconds)
    {
        _sinceStart += seconds;
        _sinceEnd += seconds;
        _sinceSpool += seconds;
        _silence -= seconds;
        _sinceEndWasTold += _toldSinceEnd > 0 ? seconds : 0;
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
        _toldSinceEnd++;
    }

    // A person's cancel has its code for seconds; an error of the printer stands.
    private void TellFailure(JsonObject state, long code)
    {
        if (_code is not { } manner || code is not (0x0300_400C or 0x0500_400E))
        {
            return;
        }
        // What reports once a second has one report between the word and its code too.
        bool isLate = _sinceEnd < WordIsLate || (_toldSinceEnd == 0 && _sinceEnd < CodeStands);
        bool stands = _sinceEnd < CodeStands || _codeFollows;
        _codeFollows = isLate;
        bool said = stands && manner != CancelCode.OnlyAsReason && !(isLate && manner == CancelCode.AfterTheWord);
        state["print_error"] = said ? code : 0;
        state["fail_reason"] = manner == CancelCode.OnlyAsReason && _sinceEnd < ReasonStands
            ? code.ToString(CultureInfo.InvariantCulture) : "0";
        state["gcode_state"] = isLate && manner == CancelCode.BeforeTheWord ? _wordBefore : "FAILED";
    }

    // On order, or by chance; null for never by chance.
    private bool Take(PrintMischief what, int? oneIn)
    {
        bool byChance = oneIn is { } most && _random?.Next(most) == 0;
        return _ordered.Remove(what) || byChance;
    }

    private void Plan(Interlude what, int oneIn, double from = 0.05)
    {
        if (_random?.Next(oneIn) == 0)
        {
            _planned.Add((from + (_random.NextDouble() * (0.95 - from)), what));
        }
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
