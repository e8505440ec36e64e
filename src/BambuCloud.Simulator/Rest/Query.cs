using System.Globalization;
using System.Numerics;

namespace BambuCloud.Simulator;

/// <summary>What stands in a request's query.</summary>
internal static class Query
{
    /// <summary>Reads a number; one that is missing or empty is none. False when it is something else.</summary>
    public static bool TryRead<T>(string? text, out T? number)
        where T : struct, IBinaryInteger<T>
    {
        number = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }
        bool good = T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T value);
        number = good ? value : null;
        return good;
    }
}
