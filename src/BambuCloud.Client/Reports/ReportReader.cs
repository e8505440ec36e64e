using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>
/// Reads one report into a printer's state (mqtt.md, <i>Reports</i>) in a single pass. Numbers may be strings and strings
/// numbers. Nothing is kept of a report that breaks off.
/// </summary>
internal static class ReportReader
{
    private const int LongestName = 64;
    private const string PushStatus = "push_status";
    private const ulong SignatureBit = 0x2000_0000;

    /// <summary>Reads a report.</summary>
    /// <param name="report">The payload.</param>
    /// <param name="before">The state that a delta is merged into.</param>
    /// <param name="after">The state after it; <paramref name="before"/> itself when the report says nothing of the state.</param>
    /// <param name="answer">The printer's answer to a request, when it is one.</param>
    public static ReportKind Read(ReadOnlySpan<byte> report, BambuPrinterStatus before, out BambuPrinterStatus after, out PrinterAnswer? answer)
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
            ReportKind kind = ReportKind.Other;
            BambuPrinterStatus read = before;
            Span<char> name = stackalloc char[LongestName];
            while (NextMember(ref json, name, out int length))
            {
                ReadOnlySpan<char> member = name[..length];
                switch (member)
                {
                    case "print" when json.TokenType == JsonTokenType.StartObject:
                        kind = ReadPrint(ref json, before, out read, out answer);
                        break;
                    case "event" when json.TokenType == JsonTokenType.StartObject:
                        kind = ReadEvent(ref json);
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
            if (json.Read()) // Anything behind the object is no JSON and throws.
            {
                return ReportKind.Broken;
            }
            if (kind is ReportKind.Full or ReportKind.Delta)
            {
                after = read;
            }
            return kind;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return ReportKind.Broken; // InvalidOperationException: a string that is no text.
        }
    }

    private static ReportKind ReadEvent(ref Utf8JsonReader json)
    {
        ReportKind kind = ReportKind.Other;
        Span<char> name = stackalloc char[LongestName];
        while (NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            if (member is "event")
            {
                kind = ReadText(ref json) switch
                {
                    "client.connected" => ReportKind.Connected,
                    "client.disconnected" => ReportKind.Disconnected,
                    _ => ReportKind.Other,
                };
            }
            else
            {
                json.Skip();
            }
        }
        return kind;
    }

    private static ReportKind ReadPrint(ref Utf8JsonReader json, BambuPrinterStatus before, out BambuPrinterStatus after, out PrinterAnswer? answer)
    {
        answer = null;
        // A delta says so with "msg":1, which may stand anywhere in it, so the members are merged into the old state first and
        // a full report is read again from nothing.
        Utf8JsonReader start = json;
        PrintHeader header = default;
        after = Merge(ref json, before, ref header);
        if (!header.IsStatus)
        {
            answer = ReadAnswer(ref start);
            return ReportKind.Answer;
        }
        if (header.IsDelta || !header.HasState)
        {
            return ReportKind.Delta;
        }
        header = default;
        after = Merge(ref start, new BambuPrinterStatus
        {
            DeviceId = before.DeviceId,
            DeviceName = before.DeviceName,
            State = before.State,
            RawState = "",
        }, ref header);
        return ReportKind.Full;
    }

    private static PrinterAnswer ReadAnswer(ref Utf8JsonReader json)
    {
        string? command = null;
        string? sequence = null;
        string? result = null;
        string? reason = null;
        double error = 0;
        Span<char> name = stackalloc char[LongestName];
        while (NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            switch (member)
            {
                case "command":
                    command = ReadText(ref json);
                    break;
                case "sequence_id":
                    sequence = ReadText(ref json);
                    break;
                case "result":
                    result = ReadText(ref json);
                    break;
                case "reason":
                    reason = ReadText(ref json);
                    break;
                case "err_code":
                    error = ReadNumber(ref json) ?? 0;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
        string? errorCode = error is > 0 and <= uint.MaxValue ? PrintErrorOf((uint)error) : null;
        bool refused = errorCode is not null || (result is { Length: > 0 } && !result.Equals("success", StringComparison.OrdinalIgnoreCase));
        return new PrinterAnswer(command, sequence, refused, reason is { Length: > 0 } ? reason : errorCode);
    }

    private static BambuPrinterStatus Merge(ref Utf8JsonReader json, BambuPrinterStatus status, ref PrintHeader header)
    {
        Span<char> name = stackalloc char[LongestName];
        while (NextMember(ref json, name, out int length))
        {
            ReadOnlySpan<char> member = name[..length];
            switch (member)
            {
                case "command":
                    header.IsStatus = ReadText(ref json) == PushStatus;
                    break;
                case "msg":
                    header.IsDelta = ReadInt(ref json) == 1;
                    break;
                case "gcode_state":
                    header.HasState = true;
                    status = ReadText(ref json) is { Length: > 0 } state ? status with { State = StateOf(state), RawState = state } : status;
                    break;
                case "stg_cur":
                    status = ReadInt(ref json) is { } stage ? status with { Stage = stage == 255 ? BambuPrinterStage.Idle : (BambuPrinterStage)stage } : status;
                    break;
                case "mc_percent":
                    status = status with { Progress = Within(ReadInt(ref json), 0, 100) ?? status.Progress };
                    break;
                case "mc_remaining_time":
                    status = status with { RemainingTime = ReadNumber(ref json) is { } minutes and >= 0 and < 1e6 ? TimeSpan.FromMinutes(minutes) : status.RemainingTime };
                    break;
                case "layer_num":
                    status = status with { Layer = ReadInt(ref json) ?? status.Layer };
                    break;
                case "total_layer_num":
                    status = status with { TotalLayers = ReadInt(ref json) ?? status.TotalLayers };
                    break;
                case "subtask_name":
                    status = status with { JobName = ReadText(ref json) ?? status.JobName };
                    break;
                case "gcode_file":
                    status = status with { GcodeFile = ReadText(ref json) ?? status.GcodeFile };
                    break;
                case "task_id":
                    status = status with { TaskId = ReadText(ref json) ?? status.TaskId };
                    break;
                case "subtask_id":
                    status = status with { SubtaskId = ReadText(ref json) ?? status.SubtaskId };
                    break;
                case "project_id":
                    status = status with { ProjectId = ReadText(ref json) ?? status.ProjectId };
                    break;
                case "profile_id":
                    status = status with { ProfileId = ReadText(ref json) ?? status.ProfileId };
                    break;
                case "print_type":
                    status = status with { PrintType = ReadText(ref json) ?? status.PrintType };
                    break;
                case "nozzle_temper":
                    status = status with { NozzleTemperature = ReadNumber(ref json) ?? status.NozzleTemperature };
                    break;
                case "nozzle_target_temper":
                    status = status with { NozzleTargetTemperature = ReadNumber(ref json) ?? status.NozzleTargetTemperature };
                    break;
                case "bed_temper":
                    status = status with { BedTemperature = ReadNumber(ref json) ?? status.BedTemperature };
                    break;
                case "bed_target_temper":
                    status = status with { BedTargetTemperature = ReadNumber(ref json) ?? status.BedTargetTemperature };
                    break;
                case "chamber_temper":
                    status = status with { ChamberTemperature = ReadNumber(ref json) ?? status.ChamberTemperature };
                    break;
                case "cooling_fan_speed":
                    status = status with { PartFan = ReadFan(ref json) ?? status.PartFan };
                    break;
                case "big_fan1_speed":
                    status = status with { AuxiliaryFan = ReadFan(ref json) ?? status.AuxiliaryFan };
                    break;
                case "big_fan2_speed":
                    status = status with { ChamberFan = ReadFan(ref json) ?? status.ChamberFan };
                    break;
                case "heatbreak_fan_speed":
                    status = status with { HeatbreakFan = ReadFan(ref json) ?? status.HeatbreakFan };
                    break;
                case "spd_lvl":
                    status = status with { SpeedLevel = Within(ReadInt(ref json), 1, 4) is { } level ? (BambuSpeedLevel)level : BambuSpeedLevel.Unknown };
                    break;
                case "spd_mag":
                    status = status with { SpeedPercent = ReadInt(ref json) ?? status.SpeedPercent };
                    break;
                case "fun":
                    status = ReadFunctions(ref json) is { } functions ? status with { SignatureRequired = (functions & SignatureBit) != 0 } : status;
                    break;
                case "wifi_signal":
                    status = status with { WifiSignal = ReadSignal(ref json) ?? status.WifiSignal };
                    break;
                case "print_error":
                    status = ReadNumber(ref json) is { } error and >= 0 and <= uint.MaxValue ? status with { PrintError = PrintErrorOf((uint)error) } : status;
                    break;
                case "hms" when json.TokenType == JsonTokenType.StartArray:
                    status = status with { Hms = ReadHms(ref json) };
                    break;
                case "ams" when json.TokenType == JsonTokenType.StartObject:
                    status = AmsReader.Merge(ref json, status);
                    break;
                case "lights_report" when json.TokenType == JsonTokenType.StartArray:
                    status = status with { Lights = ReadLights(ref json) };
                    break;
                case "device" when json.TokenType == JsonTokenType.StartObject:
                    status = DeviceReader.Merge(ref json, status);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
        return status;
    }

    /// <summary>Steps to the next member's value; false at the object's end. A name longer than any known one comes out empty.</summary>
    internal static bool NextMember(ref Utf8JsonReader json, scoped Span<char> name, out int length)
    {
        length = 0;
        if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }
        if (json.ValueSpan.Length <= name.Length)
        {
            length = json.CopyString(name);
        }
        return json.Read();
    }

    internal static string? ReadText(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.Number:
                return System.Text.Encoding.UTF8.GetString(json.ValueSpan);
            default:
                json.Skip();
                return null;
        }
    }

    internal static double? ReadNumber(ref Utf8JsonReader json)
    {
        double number = double.NaN;
        switch (json.TokenType)
        {
            case JsonTokenType.Number:
                number = json.TryGetDouble(out double plain) ? plain : double.NaN;
                break;
            case JsonTokenType.String:
                ReadOnlySpan<byte> text = json.ValueSpan;
                number = Utf8Parser.TryParse(text, out double parsed, out int read) && read == text.Length ? parsed : double.NaN;
                break;
            default:
                json.Skip();
                break;
        }
        return double.IsFinite(number) ? number : null;
    }

    internal static int? ReadInt(ref Utf8JsonReader json) =>
        ReadNumber(ref json) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    internal static int? Within(int? value, int least, int most) => value >= least && value <= most ? value : null;

    private static int? ReadFan(ref Utf8JsonReader json) =>
        Within(ReadInt(ref json), 0, 15) is { } step ? (int)Math.Round(step * 100 / 15.0) : null;

    private static int? ReadSignal(ref Utf8JsonReader json)
    {
        string? text = ReadText(ref json);
        text = text?.EndsWith("dBm", StringComparison.OrdinalIgnoreCase) == true ? text[..^3] : text;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int signal) ? signal : null;
    }

    // Hexadecimal, of up to sixty-four bits.
    private static ulong? ReadFunctions(ref Utf8JsonReader json) =>
        ulong.TryParse(ReadText(ref json), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong functions) ? functions : null;

    private static string? PrintErrorOf(uint error) =>
        error == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{error >> 16:X4}_{error & 0xFFFF:X4}");

    private static List<BambuHms> ReadHms(ref Utf8JsonReader json)
    {
        List<BambuHms> messages = [];
        Span<char> name = stackalloc char[LongestName];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            double? attribute = null;
            double? code = null;
            while (NextMember(ref json, name, out int length))
            {
                ReadOnlySpan<char> member = name[..length];
                switch (member)
                {
                    case "attr":
                        attribute = ReadNumber(ref json);
                        break;
                    case "code":
                        code = ReadNumber(ref json);
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
            if (attribute is >= 0 and <= uint.MaxValue && code is >= 0 and <= uint.MaxValue)
            {
                messages.Add(new BambuHms((uint)attribute, (uint)code));
            }
        }
        return messages;
    }

    private static Dictionary<string, string> ReadLights(ref Utf8JsonReader json)
    {
        Dictionary<string, string> lights = [];
        Span<char> name = stackalloc char[LongestName];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            string? node = null;
            string? mode = null;
            while (NextMember(ref json, name, out int length))
            {
                ReadOnlySpan<char> member = name[..length];
                switch (member)
                {
                    case "node":
                        node = ReadText(ref json);
                        break;
                    case "mode":
                        mode = ReadText(ref json);
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
            if (node is not null && mode is not null)
            {
                lights[node] = mode;
            }
        }
        return lights;
    }

    private static BambuPrinterState StateOf(string raw) => raw.ToUpperInvariant() switch
    {
        "IDLE" => BambuPrinterState.Idle,
        "INIT" => BambuPrinterState.Init,
        "PREPARE" => BambuPrinterState.Prepare,
        "SLICING" => BambuPrinterState.Slicing,
        "RUNNING" => BambuPrinterState.Running,
        "PAUSE" => BambuPrinterState.Pause,
        "FINISH" => BambuPrinterState.Finish,
        "FAILED" => BambuPrinterState.Failed,
        "OFFLINE" => BambuPrinterState.Offline,
        _ => BambuPrinterState.Unknown,
    };

    private struct PrintHeader
    {
        public bool IsStatus;
        public bool IsDelta;
        public bool HasState;
    }
}
