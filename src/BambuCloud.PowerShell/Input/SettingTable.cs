using System.Collections;
using System.Globalization;

namespace BambuCloud.Input;

/// <summary>Print settings that somebody names in the service's own words.</summary>
internal sealed class SettingTable
{
    private const string PlateName = "plate_index";
    private const string UseAmsName = "use_ams";
    private const string MappingName = "ams_mapping";

    private SettingTable(IReadOnlyDictionary<string, object?> values, int? plate)
    {
        Values = values;
        Plate = plate;
    }

    /// <summary>The settings without the plate.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>The plate.</summary>
    public int? Plate { get; }

    /// <summary>Whether they say where the filament comes from.</summary>
    public bool MapsFilaments => Values.ContainsKey(UseAmsName) || Values.ContainsKey(MappingName);

    /// <summary>Reads them.</summary>
    /// <param name="table">What was given.</param>
    /// <param name="plate">The plate that was named besides; it must be the same.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidSetting"/>.</exception>
    public static SettingTable Of(Hashtable? table, int? plate)
    {
        // Hashtables do not tell capitals from small letters, and the service does.
        Dictionary<string, object?> values = new(
            (Dictionary<string, object?>)UnwrappedValue.Of(table ?? [])!, StringComparer.OrdinalIgnoreCase);
        if (!values.Remove(PlateName, out object? named))
        {
            return new SettingTable(values, plate);
        }
        int? number = named is int or long or short or byte ? Convert.ToInt32(named, CultureInfo.InvariantCulture) : null;
        return number is >= 1 and <= 1000 && (plate is null || plate == number)
            ? new SettingTable(values, number)
            : throw new BambuException(BambuErrorKind.InvalidSetting, number is >= 1 and <= 1000
                ? $"The print setting '{PlateName}' is {number}, and -Plate {plate}."
                : $"The print setting '{PlateName}' is a number from 1 to 1000.");
    }
}
