using System.Globalization;
using System.Text.Json;

namespace BambuCloud.Client.Wire;

/// <summary>Ids as they are sent: as a number where the live service knows them as one, which it does of all digits (rest.md).</summary>
internal static class WireId
{
    /// <summary>The id; one with a leading zero is no number's text and stays a text.</summary>
    public static JsonElement Of(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number.ToString(CultureInfo.InvariantCulture) == id
            ? JsonSerializer.SerializeToElement(number, CloudBodyJson.Default.Int64)
            : JsonSerializer.SerializeToElement(id, CloudBodyJson.Default.String);
}
