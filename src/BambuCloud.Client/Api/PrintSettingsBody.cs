using System.Collections;
using System.Globalization;
using System.Text.Json;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>The <c>settings</c> of a print start as they are sent: in the words of <c>project_file</c> (lan.md).</summary>
public static class PrintSettingsBody
{
    private const int DeepestSetting = 32;
    private const int NotUsed = -1;
    private const int NoUnit = 255;
    private const int LeftSpool = 254;
    private const int FirstHT = 128;
    private const int SlotsOfUnit = 4;

    // What the vendor's programs send each as, where somebody says it by its name. Nobody takes notice of a name in other letters → it is
    // sent in these.
    private static readonly Dictionary<string, (string Type, Func<object?, bool> IsRight)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["layer_height"] = ("a number", IsNumber),
        ["infill"] = ("a number", IsNumber),
        ["speed"] = ("a number", IsNumber),
        ["use_ams"] = ("true or false", IsFlag),
        ["bed_leveling"] = ("true or false", IsFlag),
        ["bed_levelling"] = ("true or false", IsFlag),
        ["flow_cali"] = ("true or false", IsFlag),
        ["vibration_cali"] = ("true or false", IsFlag),
        ["layer_inspect"] = ("true or false", IsFlag),
        ["timelapse"] = ("true or false", IsFlag),
        ["auto_bed_leveling"] = ("a number from 0 to 2", value => IsWhole(value, 0, 2)),
        ["extrude_cali_flag"] = ("a number from 0 to 2", value => IsWhole(value, 0, 2)),
        ["nozzle_offset_cali"] = ("a number from 0 to 2", value => IsWhole(value, 0, 2)),
        ["plate_index"] = ("a number from 1 to 1000", value => IsWhole(value, 1, 1000)),
        ["bed_type"] = ("a text", value => value is string),
        ["ams_mapping"] = ("a list of numbers", value => IsList(value, item => IsWhole(item, NotUsed, int.MaxValue))),
        ["nozzle_mapping"] = ("a list of numbers", value => IsList(value, item => IsWhole(item, NotUsed, int.MaxValue))),
        ["ams_mapping2"] = ("a list of ams_id and slot_id", value => IsList(value, item => item is IDictionary)),
    };

    /// <summary>Looks whether settings can be sent, before a file is uploaded for them.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidSetting"/>; the message says which and why.</exception>
    public static void Ensure(BambuPrintSettings settings) => Of(settings);

    /// <summary>Refuses a setting that is nested too deep to be sent, as one is that holds itself.</summary>
    /// <param name="depth">In how many lists and dictionaries it is.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidSetting"/>.</exception>
    public static void EnsureDepth(int depth)
    {
        if (depth > DeepestSetting)
        {
            throw Invalid($"A print setting is nested deeper than {DeepestSetting} levels, or holds itself.");
        }
    }

    internal static Dictionary<string, JsonElement>? Of(BambuPrintSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Dictionary<string, JsonElement> all = [];
        foreach ((string given, object? value) in settings.Additional.Concat(Named(settings)))
        {
            string name = Known.Keys.FirstOrDefault(known => known.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? given;
            if (Known.TryGetValue(name, out (string Type, Func<object?, bool> IsRight) known) && !known.IsRight(value))
            {
                throw Invalid($"The print setting '{name}' is {known.Type}, and not {Shown(value)}.");
            }
            all[name] = ToJson(name, value, 0);
        }
        return all.Count == 0 ? null : all;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Named(BambuPrintSettings settings)
    {
        (string Name, object? Value)[] named =
        [
            ("layer_height", settings.LayerHeight),
            ("infill", settings.Infill),
            ("speed", settings.Speed),
            ("plate_index", settings.Plate),
            ("use_ams", settings.UseAms),
            ("ams_mapping", settings.AmsMapping.Count == 0 ? null : settings.AmsMapping.Select(Number).ToArray()),
            ("ams_mapping2", settings.AmsMapping.Count == 0 ? null : settings.AmsMapping.Select(Place).ToArray()),
            ("bed_type", settings.BedType is { } bed ? WordOf(bed) : null),
            // The flags are for older firmware.
            ("bed_leveling", Flag(settings.BedLeveling)),
            ("auto_bed_leveling", (int?)settings.BedLeveling),
            ("flow_cali", Flag(settings.FlowCalibration)),
            ("extrude_cali_flag", (int?)settings.FlowCalibration),
            ("vibration_cali", Flag(settings.VibrationCalibration)),
            ("layer_inspect", Flag(settings.LayerInspect)),
            ("timelapse", Flag(settings.Timelapse)),
        ];
        return named.Where(each => each.Value is not null).Select(each => KeyValuePair.Create(each.Name, each.Value));
    }

    private static bool? Flag(BambuPrintOption? option) => option is { } known ? known != BambuPrintOption.Off : null;

    private static int Number(BambuFilamentMapping mapping) => mapping.Slot switch
    {
        null => NotUsed,
        { AmsId: null } spool => spool.TrayId,
        { AmsId: >= FirstHT and var unit } => unit,
        { AmsId: { } unit } slot => (unit * SlotsOfUnit) + slot.TrayId,
    };

    private static Dictionary<string, object?> Place(BambuFilamentMapping mapping)
    {
        (int unit, int slot) = mapping.Slot switch
        {
            null => (NoUnit, NoUnit),
            { AmsId: null } => (mapping.SlotName == SlotNames.ExternalLeft ? LeftSpool : NoUnit, 0),
            { AmsId: { } known } place => (known, place.TrayId),
        };
        return new() { ["ams_id"] = unit, ["slot_id"] = slot };
    }

    private static string WordOf(BambuBedType type) => type switch
    {
        BambuBedType.CoolPlate => "cool_plate",
        BambuBedType.EngineeringPlate => "eng_plate",
        BambuBedType.HighTempPlate => "hot_plate",
        BambuBedType.TexturedPeiPlate => "textured_plate",
        BambuBedType.SuperTackPlate => "supertack_plate",
        _ => "auto",
    };

    private static bool IsFlag(object? value) => value is bool;

    private static bool IsNumber(object? value) => value is double or float or decimal || IsWhole(value, long.MinValue, long.MaxValue);

    private static bool IsWhole(object? value, long least, long most) =>
        value is sbyte or byte or short or ushort or int or uint or long
        && Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number && number >= least && number <= most;

    private static bool IsList(object? value, Func<object?, bool> isRight) =>
        value is IEnumerable items and not string and not IDictionary && items.Cast<object?>().All(isRight);

    private static JsonElement ToJson(string name, object? value, int depth)
    {
        EnsureDepth(depth);
        return value switch
        {
            null => JsonSerializer.SerializeToElement(null!, CloudBodyJson.Default.String),
            bool flag => JsonSerializer.SerializeToElement(flag, CloudBodyJson.Default.Boolean),
            double or float when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) =>
                JsonSerializer.SerializeToElement(Convert.ToDouble(value, CultureInfo.InvariantCulture), CloudBodyJson.Default.Double),
            decimal number => JsonSerializer.SerializeToElement(number, CloudBodyJson.Default.Decimal),
            sbyte or byte or short or ushort or int or uint or long =>
                JsonSerializer.SerializeToElement(Convert.ToInt64(value, CultureInfo.InvariantCulture), CloudBodyJson.Default.Int64),
            ulong number => JsonSerializer.SerializeToElement((decimal)number, CloudBodyJson.Default.Decimal),
            string or char or Enum => JsonSerializer.SerializeToElement($"{value}", CloudBodyJson.Default.String),
            IDictionary members => JsonSerializer.SerializeToElement(
                members.Keys.Cast<object>().ToDictionary(key => key.ToString()!, key => ToJson(name, members[key], depth + 1)),
                CloudBodyJson.Default.DictionaryStringJsonElement),
            IEnumerable items => JsonSerializer.SerializeToElement(
                items.Cast<object?>().Select(item => ToJson(name, item, depth + 1)).ToList(), CloudBodyJson.Default.ListJsonElement),
            _ => throw Invalid($"The print setting '{name}' cannot be {Shown(value)}: it takes plain values, lists and dictionaries."),
        };
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IDictionary => "a dictionary",
        IEnumerable => "that list",
        IFormattable plain when value.GetType().IsPrimitive => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => $"a {value.GetType().Name}",
    };

    private static BambuException Invalid(string what) => new(BambuErrorKind.InvalidSetting, what);
}
