using System.Globalization;
using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>Reads one report in a single pass (mqtt.md, <i>Reports</i>). Nothing is kept of a report that breaks off.</summary>
internal sealed class ReportReader(ReportTexts texts)
{
    private const ulong SignatureBit = 0x2000_0000;
    private const double MostMinutes = 1e6;

    private static readonly string[] LightWords = ["chamber_light", "work_light", "on", "off", "flashing"];

    private static readonly MemberTable<MessageDraft> Message = new(
        ("print", ReadPrint),
        ("event", (ref json, ref message) =>
        {
            message.Kind = ReportKind.Other;
            json.ReadObject(Event!, ref message);
        }
    ));

    private static readonly MemberTable<MessageDraft> Event = new(
        ("event", (ref json, ref message) => message.Kind = json.Is("client.connected"u8) ? ReportKind.Connected
            : json.Is("client.disconnected"u8) ? ReportKind.Disconnected
            : ReportKind.Other));

    private static readonly MemberTable<StatusDraft> Print = new(
        ("command", (ref json, ref draft) => draft.IsStatus = json.Is("push_status"u8)),
        ("msg", (ref json, ref draft) => draft.IsDelta = json.ReadInt() == 1),
        ("gcode_state", ReadState),
        ("stg_cur", (ref json, ref draft) => draft.Stage = json.ReadInt()),
        ("mc_percent", (ref json, ref draft) => draft.Progress = json.ReadInt(0, 100)),
        ("mc_remaining_time", (ref json, ref draft) => draft.RemainingTime = ReadMinutes(ref json)),
        ("layer_num", (ref json, ref draft) => draft.Layer = json.ReadInt()),
        ("total_layer_num", (ref json, ref draft) => draft.TotalLayers = json.ReadInt()),
        ("subtask_name", (ref json, ref draft) => draft.JobName = draft.Texts.Read(ref json, draft.Known.JobName)),
        ("gcode_file", (ref json, ref draft) => draft.GcodeFile = draft.Texts.Read(ref json, draft.Known.GcodeFile)),
        ("task_id", (ref json, ref draft) => draft.TaskId = draft.Texts.Read(ref json, draft.Known.TaskId)),
        ("subtask_id", (ref json, ref draft) => draft.SubtaskId = draft.Texts.Read(ref json, draft.Known.SubtaskId)),
        ("project_id", (ref json, ref draft) => draft.ProjectId = draft.Texts.Read(ref json, draft.Known.ProjectId)),
        ("profile_id", (ref json, ref draft) => draft.ProfileId = draft.Texts.Read(ref json, draft.Known.ProfileId)),
        ("print_type", (ref json, ref draft) => draft.PrintType = draft.Texts.Read(ref json, draft.Known.PrintType)),
        ("nozzle_temper", (ref json, ref draft) => draft.NozzleTemperature = json.ReadNumber()),
        ("nozzle_target_temper", (ref json, ref draft) => draft.NozzleTargetTemperature = json.ReadNumber()),
        ("bed_temper", (ref json, ref draft) => draft.BedTemperature = json.ReadNumber()),
        ("bed_target_temper", (ref json, ref draft) => draft.BedTargetTemperature = json.ReadNumber()),
        ("chamber_temper", (ref json, ref draft) => draft.ChamberTemperature = json.ReadNumber()),
        ("cooling_fan_speed", (ref json, ref draft) => draft.PartFan = ReadFan(ref json)),
        ("big_fan1_speed", (ref json, ref draft) => draft.AuxiliaryFan = ReadFan(ref json)),
        ("big_fan2_speed", (ref json, ref draft) => draft.ChamberFan = ReadFan(ref json)),
        ("heatbreak_fan_speed", (ref json, ref draft) => draft.HeatbreakFan = ReadFan(ref json)),
        ("spd_lvl", (ref json, ref draft) => draft.SpeedLevel = (BambuSpeedLevel)(json.ReadInt(1, 4) ?? 0)),
        ("spd_mag", (ref json, ref draft) => draft.SpeedPercent = json.ReadInt()),
        ("fun", (ref json, ref draft) => draft.SignatureRequired = ReadFunctions(ref json, draft.Texts)),
        ("wifi_signal", (ref json, ref draft) => draft.WifiSignal = ReadSignal(ref json, draft.Texts)),
        ("print_error", (ref json, ref draft) => draft.PrintError = json.ReadBits()),
        ("hms", ReadHms),
        ("lights_report", ReadLights),
        ("ams", AmsReader.Read),
        ("device", (ref json, ref draft) => json.ReadObject(DeviceReader.Device, ref draft)));

    private static readonly MemberTable<AnswerDraft> Answer = new(
        ("command", (ref json, ref answer) => answer.Command = answer.Texts.Read(ref json, null)),
        ("sequence_id", (ref json, ref answer) => answer.SequenceId = answer.Texts.Read(ref json, null)),
        ("result", (ref json, ref answer) => answer.Result = answer.Texts.Read(ref json, null)),
        ("reason", (ref json, ref answer) => answer.Reason = answer.Texts.Read(ref json, null)),
        ("err_code", (ref json, ref answer) => answer.ErrorCode = json.ReadBits() ?? 0));

    private static readonly MemberTable<HmsDraft> Hms = new(
        ("attr", (ref json, ref hms) => hms.Attribute = json.ReadBits()),
        ("code", (ref json, ref hms) => hms.Code = json.ReadBits()));

    private static readonly MemberTable<LightDraft> Light = new(
        ("node", (ref json, ref light) => light.Node = ReadWord(ref json, light.Texts)),
        ("mode", (ref json, ref light) => light.Mode = ReadWord(ref json, light.Texts)));

    /// <summary>Reads a report.</summary>
    /// <param name="report">The payload.</param>
    /// <param name="before">The state that a delta is merged into.</param>
    /// <param name="seen">When it came, UTC.</param>
    /// <param name="after">The state after it; <paramref name="before"/> itself when the report says nothing of the state.</param>
    /// <param name="answer">The printer's answer to a request, when it is one.</param>
    public ReportKind Read(
        ReadOnlySpan<byte> report, BambuPrinterStatus before, DateTime seen, out BambuPrinterStatus after, out PrinterAnswer? answer)
    {
        after = before;
        answer = null;
        try
        {
            Utf8JsonReader json = new(report);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return ReportKind.Broken;
            }
            MessageDraft message = new(before, texts);
            Message.Read(ref json, ref message);
            if (json.Read()) // Anything behind the object is no JSON and throws.
            {
                return ReportKind.Broken;
            }
            if (message.Kind is ReportKind.Full or ReportKind.Delta)
            {
                after = message.Status.ToStatus(message.Kind == ReportKind.Full, seen);
            }
            answer = message.Answer;
            return message.Kind;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return ReportKind.Broken; // InvalidOperationException: a string that is no text.
        }
    }

    private static void ReadPrint(ref Utf8JsonReader json, ref MessageDraft message)
    {
        message.Kind = ReportKind.Other;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        Utf8JsonReader start = json;
        message.Status = new StatusDraft(message.Before, message.Texts);
        Print.Read(ref json, ref message.Status);
        if (message.Status.IsStatus)
        {
            message.Kind = message.Status.IsDelta || !message.Status.HasState ? ReportKind.Delta : ReportKind.Full;
            return;
        }
        AnswerDraft answer = new() { Texts = message.Texts };
        Answer.Read(ref start, ref answer);
        message.Answer = answer.ToAnswer();
        message.Kind = ReportKind.Answer;
    }

    private static void ReadState(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        draft.HasState = true;
        draft.RawState = draft.Texts.Read(ref json, draft.Known.RawState) is { Length: > 0 } state ? state : null;
    }

    private static TimeSpan? ReadMinutes(ref Utf8JsonReader json) =>
        json.ReadNumber() is { } minutes and >= 0 and < MostMinutes ? TimeSpan.FromMinutes(minutes) : null;

    private static int? ReadFan(ref Utf8JsonReader json) => json.ReadInt(0, 15) is { } step ? (int)Math.Round(step * 100 / 15.0) : null;

    private static int? ReadSignal(ref Utf8JsonReader json, ReportTexts texts)
    {
        string? text = texts.Read(ref json, null);
        text = text?.EndsWith("dBm", StringComparison.OrdinalIgnoreCase) == true ? text[..^3] : text;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int signal) ? signal : null;
    }

    // Hexadecimal, of up to sixty-four bits.
    private static bool? ReadFunctions(ref Utf8JsonReader json, ReportTexts texts) =>
        ulong.TryParse(texts.Read(ref json, null), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong functions)
            ? (functions & SignatureBit) != 0
            : null;

    private static void ReadHms(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        IReadOnlyList<BambuHms> known = draft.Known.Hms;
        List<BambuHms> messages = [];
        while (json.ReadNextObject())
        {
            HmsDraft hms = default;
            Hms.Read(ref json, ref hms);
            if (hms is { Attribute: { } attribute, Code: { } code })
            {
                messages.Add(new BambuHms(attribute, code));
            }
        }
        draft.Hms = messages.SequenceEqual(known) ? known : messages.AsReadOnly();
    }

    private static void ReadLights(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        IReadOnlyDictionary<string, string> known = draft.Known.Lights;
        Dictionary<string, string> lights = [];
        while (json.ReadNextObject())
        {
            LightDraft light = new() { Texts = draft.Texts };
            Light.Read(ref json, ref light);
            if (light is { Node: { } node, Mode: { } mode })
            {
                lights[node] = mode;
            }
        }
        bool same = lights.Count == known.Count
            && lights.All(light => known.TryGetValue(light.Key, out string? mode) && mode == light.Value);
        draft.Lights = same ? known : lights.AsReadOnly();
    }

    private static string? ReadWord(ref Utf8JsonReader json, ReportTexts texts)
    {
        foreach (string word in LightWords)
        {
            if (json.TokenType == JsonTokenType.String && json.ValueTextEquals(word))
            {
                return word;
            }
        }
        return texts.Read(ref json, null);
    }

    /// <summary>What a message is, and what it says.</summary>
    private struct MessageDraft(BambuPrinterStatus before, ReportTexts texts)
    {
        public readonly BambuPrinterStatus Before = before;
        public readonly ReportTexts Texts = texts;
        public ReportKind Kind = ReportKind.Other;
        public StatusDraft Status;
        public PrinterAnswer? Answer;
    }

    private struct AnswerDraft
    {
        public ReportTexts Texts;
        public string? Command;
        public string? SequenceId;
        public string? Result;
        public string? Reason;
        public uint ErrorCode;

        public readonly PrinterAnswer ToAnswer()
        {
            string? code = StatusDraft.PrintErrorOf(ErrorCode);
            bool refused = code is not null || (Result is { Length: > 0 } && !Result.Equals("success", StringComparison.OrdinalIgnoreCase));
            return new PrinterAnswer(Command, SequenceId, refused, Reason is { Length: > 0 } ? Reason : code);
        }
    }

    private struct HmsDraft
    {
        public uint? Attribute;
        public uint? Code;
    }

    private struct LightDraft
    {
        public ReportTexts Texts;
        public string? Node;
        public string? Mode;
    }
}
