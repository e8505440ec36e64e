using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;

namespace BambuCloud.Client.Live;

/// <summary>A file that a printer is to print, and how: the request <c>project_file</c> (lan.md).</summary>
public sealed record ProjectFile
{
    private const string Command = "project_file";
    private const string PlainCommand = "gcode_file";

    // What tells the print and the file, in whatever letters firmware may read it; it is not for anybody to set besides.
    private static readonly HashSet<string> Identity = new(StringComparer.OrdinalIgnoreCase)
    {
        "sequence_id", "command", "param", "project_id", "profile_id", "task_id", "subtask_id", "subtask_name", "file", "url",
    };

    private static readonly string[] Schemes = ["ftp://", "file://"];

    // Whatever else lies on a card is sent to a printer as G-code too, where nobody looks.
    private static readonly string[] Endings = [".3mf", ".gcode"];

    private static readonly JsonWriterOptions AsItStands = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Where the printer finds the file: <c>ftp://name</c> for one that was just uploaded, <c>ftp:///path</c> or <c>file:///…</c> for one
    /// that lies there already.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>The file's name.</summary>
    public required string FileName { get; init; }

    /// <summary>How it is printed. Layer height, infill and speed are the cloud's: a printer takes a sliced file as it is.</summary>
    public BambuPrintSettings Settings { get; init; } = new();

    /// <summary>What the printer's screen and reports call it: the file's name without its ending.</summary>
    public string JobName => JobNameOf(FileName);

    /// <summary>The command's name on the wire.</summary>
    internal string Word => IsPlain ? PlainCommand : Command;

    /// <summary>The plate within the file, or the path of plain G-code.</summary>
    internal string Param => IsPlain ? PathOf(Url) : $"Metadata/plate_{Settings.Plate ?? 1}.gcode";

    private bool IsPlain => IsPlainName(FileName);

    /// <summary>What the printer's screen and reports call a file.</summary>
    public static string JobNameOf(string fileName) => FileNames.StemOf(fileName);

    /// <summary>The address of a file that was just uploaded into the root of the printer's storage.</summary>
    public static string UrlOfUploaded(string name) => $"ftp://{name}";

    /// <summary>The address of a file that lies on the printer.</summary>
    /// <param name="path">Its path from the root of the storage, or such an address: <c>ftp:///…</c>, <c>file:///…</c>.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidPrinterPath"/>.</exception>
    public static string UrlOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string? scheme = Schemes.FirstOrDefault(scheme => path.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        string onPrinter = path[(scheme?.Length ?? 0)..];
        string? fault = onPrinter.Contains("://", StringComparison.Ordinal) ? "is the address of something else"
            : Endings.Any(ending => onPrinter.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? null
            : $"names no sliced file ({string.Join(", ", Endings)})";
        return fault is null ? $"{scheme ?? Schemes[0]}{PrinterPath.OfNewFile(onPrinter)}" : throw PrinterPath.Fault(path, fault);
    }

    /// <summary>Looks whether settings can be sent to a printer, before a file is.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidSetting"/>; the message says which and why.</exception>
    public static void Ensure(BambuPrintSettings settings)
    {
        PrintSettingsBody.Ensure(settings);
        if (settings is not { LayerHeight: null, Infill: null, Speed: null })
        {
            throw Invalid("Layer height, infill and speed are settings of the cloud: a printer prints a sliced file as it is.");
        }
        if (settings.Additional.Keys.FirstOrDefault(Identity.Contains) is { } name)
        {
            throw Invalid($"The print setting '{name}' is not for anybody to set: it tells the print from others.");
        }
    }

    /// <summary>Looks whether a printer can be told at all what somebody wants of a file.</summary>
    /// <param name="fileName">The file's name.</param>
    /// <param name="wanted">What somebody wants; the plate is the file's only one where it is plain G-code.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidSetting"/>; the message says which and why.</exception>
    public static void Ensure(string fileName, BambuPrintSettings wanted)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(wanted);
        Ensure(wanted);
        if (IsPlainName(fileName) && PrintSettingsBody.Of(wanted with { Plate = null })?.Keys.FirstOrDefault() is { } name)
        {
            throw Invalid(
                $"'{fileName}' is plain G-code, which a printer prints as it is: the print setting '{name}' cannot be told to it.");
        }
    }

    /// <summary>The request.</summary>
    /// <param name="sequence">
    /// Its number; the print gets it as its ids too. Those are new for each print: with one that stood before, a printer takes it for the
    /// same print.
    /// </param>
    /// <param name="hasAms">Whether the printer has an AMS: the filament comes from there where nobody said from where.</param>
    internal string RequestOf(string sequence, bool hasAms)
    {
        ArrayBufferWriter<byte> written = new();
        using (Utf8JsonWriter json = new(written, AsItStands))
        {
            json.WriteStartObject();
            json.WriteStartObject("print");
            json.WriteString("sequence_id", sequence);
            json.WriteString("command", Word);
            json.WriteString("param", Param);
            if (!IsPlain)
            {
                WriteProject(json, sequence, hasAms);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    private void WriteProject(Utf8JsonWriter json, string id, bool hasAms)
    {
        json.WriteString("project_id", id);
        json.WriteString("profile_id", "0");
        json.WriteString("task_id", id);
        json.WriteString("subtask_id", id);
        json.WriteString("subtask_name", JobName);
        json.WriteString("file", FileName);
        json.WriteString("url", Url);
        json.WriteString("md5", "");
        json.WriteString("cfg", "0");
        Dictionary<string, JsonElement> settings = new(PrintSettingsBody.Of(Settings) ?? []);
        settings.Remove("plate_index");
        foreach ((string name, JsonElement standard) in Standard(hasAms))
        {
            settings.TryAdd(name, standard);
        }
        foreach ((string name, JsonElement value) in settings)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    // What the vendor's programs send where nobody says otherwise: printers have no standard of their own.
    private static Dictionary<string, JsonElement> Standard(bool hasAms) => new()
    {
        ["bed_type"] = JsonSerializer.SerializeToElement("auto"),
        ["bed_leveling"] = JsonSerializer.SerializeToElement(true),
        ["auto_bed_leveling"] = JsonSerializer.SerializeToElement((int)BambuPrintOption.Auto),
        ["flow_cali"] = JsonSerializer.SerializeToElement(false),
        ["extrude_cali_flag"] = JsonSerializer.SerializeToElement((int)BambuPrintOption.Off),
        ["nozzle_offset_cali"] = JsonSerializer.SerializeToElement((int)BambuPrintOption.Off),
        ["vibration_cali"] = JsonSerializer.SerializeToElement(true),
        ["layer_inspect"] = JsonSerializer.SerializeToElement(false),
        ["timelapse"] = JsonSerializer.SerializeToElement(false),
        ["use_ams"] = JsonSerializer.SerializeToElement(hasAms),
    };

    private static bool IsPlainName(string name) => !name.EndsWith(".3mf", StringComparison.OrdinalIgnoreCase);

    // A printer takes plain G-code by its path on the storage.
    private static string PathOf(string url)
    {
        int at = url.IndexOf("://", StringComparison.Ordinal);
        return at < 0 ? url : url[(at + 3)..];
    }

    private static BambuException Invalid(string what) => new(BambuErrorKind.InvalidSetting, what);
}
