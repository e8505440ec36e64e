using System.Globalization;
using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>The <c>print</c> object of a report, whose members say the state (mqtt.md, <i>Reports</i>).</summary>
internal static class PrintReader
{
    private const ulong SignatureBit = 0x2000_0000;
    private const double MostMinutes = 1e6;

    private static readonly string[] LightWords = ["chamber_light", "chamber_light2", "work_light", "on", "off", "flashing"];

    private static readonly MemberTable<HmsDraft> Hms = new(
        ("attr", (ref json, ref hms) => hms.Attribute = json.ReadBits()),
        ("code", (ref json, ref hms) => hms.Code = json.ReadBits()));

    private static readonly MemberTable<LightDraft> Light = new(
        ("node", (ref json, ref light) => light.Node = ReadWord(ref json, light.Texts)),
        ("mode", (ref json, ref light) => light.Mode = ReadWord(ref json, light.Texts)));

    private static readonly MemberTable<StatusDraft> Camera = new(
        ("ipcam_record", (ref json, ref draft) => draft.Details().Recording = json.ReadSwitch()),
        ("timelapse", (ref json, ref draft) => draft.Details().Timelapse = json.ReadSwitch()),
        ("rtsp_url", (ref json, ref draft) => draft.Details().Streaming = ReadStream(ref json)));

    private static readonly MemberTable<StatusDraft> Upgrade = new(
        ("status", (ref json, ref draft) => draft.Details().UpdateStatus = draft.Texts.Read(ref json, draft.Known.Firmware.UpdateStatus)),
        ("progress", (ref json, ref draft) => draft.Details().UpdateProgress = json.ReadInt(0, 100)),
        ("ota_new_version_number", (ref json, ref draft) => SetNewVersion(ref draft, ReadVersion(ref json, draft))),
        ("new_ver_list", ReadNewVersions));

    private static readonly MemberTable<UpdateDraft> Update = new(
        ("new_ver", (ref json, ref update) => update.Version = update.Texts.Read(ref json, update.Known)));

    private static readonly MemberTable<StatusDraft> Network = new(("info", ReadAddresses));

    private static readonly MemberTable<AddressDraft> Address = new(("ip", (ref json, ref address) => address.Bits = json.ReadBits()));

    private static readonly (string, MemberReader<StatusDraft>)[] OfMessage =
    [
        ("command", (ref json, ref draft) => draft.IsStatus = json.Is("push_status"u8)),
        ("msg", (ref json, ref draft) => draft.IsDelta = json.ReadInt() == 1),
        ("gcode_state", ReadState),
        ("print_error", (ref json, ref draft) => draft.Code = json.ReadBits()),
        ("fail_reason", (ref json, ref draft) => draft.FailReason = json.ReadBits()),
        ("hms", ReadHms),
    ];

    private static readonly (string, MemberReader<StatusDraft>)[] OfJob =
    [
        ("stg_cur", (ref json, ref draft) => draft.StageNumber = json.ReadInt()),
        ("mc_percent", (ref json, ref draft) => draft.Progress = json.ReadInt(0, 100)),
        ("mc_remaining_time", (ref json, ref draft) => draft.RemainingTime = ReadMinutes(ref json)),
        ("layer_num", (ref json, ref draft) => draft.Layer = json.ReadInt()),
        ("total_layer_num", (ref json, ref draft) => draft.TotalLayers = json.ReadInt()),
        ("subtask_name", (ref json, ref draft) => draft.JobName = draft.Texts.Read(ref json, draft.Known.JobName)),
        ("task_id", (ref json, ref draft) => draft.TaskId = draft.Texts.Read(ref json, draft.Known.TaskId)),
        ("subtask_id", (ref json, ref draft) => draft.SubtaskId = draft.Texts.Read(ref json, draft.Known.Job.SubtaskId)),
        ("gcode_file", (ref json, ref draft) => draft.Details().GcodeFile = draft.Texts.Read(ref json, draft.Known.Job.GcodeFile)),
        ("project_id", (ref json, ref draft) => draft.Details().ProjectId = draft.Texts.Read(ref json, draft.Known.Job.ProjectId)),
        ("profile_id", (ref json, ref draft) => draft.Details().ProfileId = draft.Texts.Read(ref json, draft.Known.Job.ProfileId)),
        ("print_type", (ref json, ref draft) => draft.PrintType = draft.Texts.Read(ref json, draft.Known.Job.PrintType)),
        ("gcode_start_time", (ref json, ref draft) => draft.Details().StartTime = ReadUnixTime(ref json)),
        ("gcode_file_prepare_percent", (ref json, ref draft) => draft.Details().DownloadProgress = json.ReadInt(0, 100)),
        ("s_obj", ReadSkippedObjects),
    ];

    private static readonly (string, MemberReader<StatusDraft>)[] OfHeat =
    [
        ("nozzle_temper", (ref json, ref draft) => draft.NozzleTemperature = json.ReadNumber()),
        ("nozzle_target_temper", (ref json, ref draft) => draft.NozzleTargetTemperature = json.ReadNumber()),
        ("nozzle_diameter", (ref json, ref draft) => draft.Details().NozzleDiameter = json.ReadNumber()),
        ("nozzle_type", (ref json, ref draft) => draft.Details().NozzleType = draft.Texts.Read(ref json, draft.Known.NozzleType)),
        ("bed_temper", (ref json, ref draft) => draft.BedTemperature = json.ReadNumber()),
        ("bed_target_temper", (ref json, ref draft) => draft.BedTargetTemperature = json.ReadNumber()),
        ("chamber_temper", (ref json, ref draft) => draft.ChamberTemperature = json.ReadNumber()),
        ("ctt", (ref json, ref draft) => draft.Details().ChamberTargetTemperature = json.ReadNumber()),
        ("device", (ref json, ref draft) => json.ReadObject(DeviceReader.Device, ref draft)),
    ];

    private static readonly (string, MemberReader<StatusDraft>)[] OfMachine =
    [
        ("cooling_fan_speed", (ref json, ref draft) => draft.PartFan = ReadFan(ref json)),
        ("big_fan1_speed", (ref json, ref draft) => draft.AuxiliaryFan = ReadFan(ref json)),
        ("big_fan2_speed", (ref json, ref draft) => draft.ChamberFan = ReadFan(ref json)),
        ("heatbreak_fan_speed", (ref json, ref draft) => draft.HeatbreakFan = ReadFan(ref json)),
        ("spd_lvl", (ref json, ref draft) => draft.Details().SpeedLevel = (BambuSpeedLevel)(json.ReadInt(1, 4) ?? 0)),
        ("spd_mag", (ref json, ref draft) => draft.Details().SpeedPercent = json.ReadInt()),
        ("fun", (ref json, ref draft) => draft.Details().SignatureRequired = ReadFunctions(ref json)),
        ("wifi_signal", (ref json, ref draft) => draft.WifiSignal = ReadSignal(ref json)),
        ("net", (ref json, ref draft) => json.ReadObject(Network, ref draft)),
        ("home_flag", (ref json, ref draft) => draft.Details().HomeFlag = (uint?)json.ReadInt()),
        ("stat", (ref json, ref draft) => draft.Details().Stat = json.ReadHex()),
        ("sdcard", (ref json, ref draft) => draft.Details().SdCard = json.ReadSwitch()),
        ("ipcam", (ref json, ref draft) => json.ReadObject(Camera, ref draft)),
        ("upgrade_state", (ref json, ref draft) => json.ReadObject(Upgrade, ref draft)),
        ("lights_report", ReadLights),
    ];

    private static readonly (string, MemberReader<StatusDraft>)[] OfFilament =
    [
        ("ams", AmsReader.Read),
        ("vt_tray", AmsReader.ReadSpool),
        ("vir_slot", AmsReader.ReadSpools),
    ];

    /// <summary>The members of <c>print</c>.</summary>
    public static MemberTable<StatusDraft> Members { get; } = new([.. OfMessage, .. OfJob, .. OfHeat, .. OfMachine, .. OfFilament]);

    /// <summary>Reads <c>fun</c>: whether commands must be signed.</summary>
    public static bool? ReadFunctions(ref Utf8JsonReader json) => json.ReadHex() is { } functions ? (functions & SignatureBit) != 0 : null;

    private static void ReadState(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        draft.HasState = true;
        draft.RawState = draft.Texts.Read(ref json, draft.Known.RawState) is { Length: > 0 } state ? state : null;
    }

    private static TimeSpan? ReadMinutes(ref Utf8JsonReader json) =>
        json.ReadNumber() is { } minutes and >= 0 and < MostMinutes ? TimeSpan.FromMinutes(minutes) : null;

    private static long? ReadUnixTime(ref Utf8JsonReader json) =>
        json.ReadNumber() is { } seconds and >= 0 and <= uint.MaxValue ? (long)seconds : null;

    private static int? ReadFan(ref Utf8JsonReader json) => json.ReadInt(0, 15) is { } step ? (int)Math.Round(step * 100 / 15.0) : null;

    private static int? ReadSignal(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return json.ReadInt();
        }
        ReadOnlySpan<byte> text = json.ValueSpan;
        text = text.EndsWith("dBm"u8) ? text[..^3] : text;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int signal) ? signal : null;
    }

    private static string? ReadVersion(ref Utf8JsonReader json, in StatusDraft draft) =>
        draft.Texts.Read(ref json, draft.Known.Firmware.NewVersion);

    // Two places tell of it; one that tells of none says nothing against the other.
    private static void SetNewVersion(ref StatusDraft draft, string? version) =>
        draft.Details().NewVersion = draft.Details().NewVersion is { Length: > 0 } && version is null or "" ? draft.Details().NewVersion
            : version ?? draft.Details().NewVersion;

    private static void ReadNewVersions(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        string found = "";
        while (json.ReadNextObject())
        {
            if (!IsOwn(json))
            {
                json.Skip(); // A module's own version is nobody's here, and a text that is not known costs a search for secrets.
                continue;
            }
            UpdateDraft update = new() { Texts = draft.Texts, Known = draft.Known.Firmware.NewVersion };
            Update.Read(ref json, ref update);
            found = update.Version ?? found;
        }
        SetNewVersion(ref draft, found);
    }

    private static bool IsOwn(Utf8JsonReader module) => module.ReadToMember("name"u8) && module.Is("ota"u8);

    // The first that is one: of printers with a cable the second.
    private static void ReadAddresses(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        uint? found = null;
        while (json.ReadNextObject())
        {
            AddressDraft address = default;
            Address.Read(ref json, ref address);
            found = found is null or 0 ? address.Bits ?? found : found;
        }
        draft.Details().Address = found;
    }

    private static void ReadSkippedObjects(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        List<int> objects = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.ReadInt() is { } id)
            {
                objects.Add(id);
            }
        }
        IReadOnlyList<int> known = draft.Known.Job.SkippedObjects;
        draft.Details().SkippedObjects = objects.SequenceEqual(known) ? known : new BambuList<int>(objects);
    }

    private static void ReadHms(ref Utf8JsonReader json, ref StatusDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        IReadOnlyList<BambuHms> known = draft.Known.Hms;
        List<BambuHms> messages = [];
        string family = PrinterFamilies.Of(draft.Known.ModelCode, draft.Known.DeviceId).ToPage();
        while (json.ReadNextObject())
        {
            HmsDraft hms = default;
            Hms.Read(ref json, ref hms);
            if (hms is { Attribute: { } attribute, Code: { } code })
            {
                messages.Add(new BambuHms(attribute, code) { Family = family });
            }
        }
        draft.Details().Hms = messages.SequenceEqual(known) ? known : new BambuList<BambuHms>(messages);
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
        draft.Details().Lights = same ? known : new BambuDictionary<string>(lights);
    }

    // An address while the stream is on.
    private static bool? ReadStream(ref Utf8JsonReader json)
    {
        bool? streams = json.TokenType == JsonTokenType.String && !json.ValueTextEquals(""u8) ? !json.ValueTextEquals("disable"u8) : null;
        json.Skip();
        return streams;
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

    private struct UpdateDraft
    {
        public ReportTexts Texts;
        public string? Known;
        public string? Version;
    }

    private struct AddressDraft
    {
        public uint? Bits;
    }
}
