using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>A printer that tells a story in the words of JobRules.md and of the field's cases, and what is told of it.</summary>
internal sealed partial class PrinterStory
{
    private const string Running = """
        {"gcode_state":"RUNNING","stg_cur":0,"print_type":"cloud","mc_percent":50,"mc_remaining_time":30,"layer_num":10,
        "total_layer_num":20,
        "task_id":"777","subtask_id":"778","subtask_name":"cube","print_error":0,"hms":[]}
        """;

    private static readonly PrinterStateEngine Engine = new(Redaction.OfNone);

    private JsonObject _full = Parse(Running);
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>All events.</summary>
    public List<BambuPrinterEvent> Told { get; } = [];

    public PrinterState State { get; private set; }

    public BambuPrinterStatus Status => State.Status;

    public PrinterStory(string deviceId = "01P00A000000001") => State = PrinterState.Of(deviceId, online: true);

    public PrinterStory Take(params string[] steps)
    {
        foreach (string step in steps)
        {
            Step(step);
        }
        return this;
    }

    private void Step(string step)
    {
        switch (step)
        {
            case "R":
                Full(Parse(Running));
                break;
            case "I":
                Full(Parse(Running), """
                    {"gcode_state":"IDLE","stg_cur":255,"print_type":"idle","mc_percent":0,"mc_remaining_time":0,"task_id":"0",
                    "subtask_id":"0","subtask_name":""}
                    """);
                break;
            case "F":
                Full(Parse(Running), """
                    {"gcode_state":"FINISH","mc_percent":100,"mc_remaining_time":0,"layer_num":20,"task_id":"700","subtask_id":"701",
                    "subtask_name":"old job"}
                    """);
                break;
            case "X":
                Full(Parse(Running), """
                    {"gcode_state":"FAILED","mc_percent":60,"task_id":"700","subtask_id":"701","subtask_name":"old job",
                    "print_error":83935248}
                    """);
                break;
            case "gap":
                State = State with { Interrupted = true };
                break;
            case "away":
                Hear("""{"event":{"event":"client.disconnected"}}""");
                break;
            case "back":
                Hear("""{"event":{"event":"client.connected"}}""");
                break;
            case ['{', ..]:
                JsonObject delta = Parse(step);
                Merge(step);
                delta["command"] = "push_status";
                delta["msg"] = 1;
                Hear(new JsonObject { ["print"] = delta }.ToJsonString());
                break;
            case ['f', 'u', 'l', 'l', .. var members]:
                Full(_full, members);
                break;
            default:
                _now += TimeSpan.FromSeconds(double.Parse(Seconds().Match(step).Groups[1].ValueSpan, CultureInfo.InvariantCulture));
                State = PrinterStateEngine.Decide(State, _now, Told);
                break;
        }
    }

    /// <summary>Hears a payload as it is.</summary>
    public void Hear(string report) => State = Engine.Apply(State, Encoding.UTF8.GetBytes(report), _now, Told, out _, out _);

    private void Full(JsonObject of, string members = "{}")
    {
        _full = of;
        Merge(members);
        JsonObject report = _full.DeepClone().AsObject();
        report["command"] = "push_status";
        report["msg"] = 0;
        Hear(new JsonObject { ["print"] = report }.ToJsonString());
    }

    private void Merge(string members)
    {
        foreach ((string name, JsonNode? value) in Parse(members))
        {
            _full[name] = value?.DeepClone();
        }
    }

    private static JsonObject Parse(string members) => JsonNode.Parse(members)!.AsObject();

    [GeneratedRegex(@"^([\d.]+)s$")]
    private static partial Regex Seconds();
}
