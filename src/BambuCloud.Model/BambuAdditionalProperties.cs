namespace BambuCloud;

/// <summary>
/// Fields of an answer that no property names: strings, numbers, booleans, lists and dictionaries by wire name, all read-only.
/// </summary>
public static class BambuAdditionalProperties
{
    /// <summary>No further fields.</summary>
    public static IReadOnlyDictionary<string, object?> None => BambuProperties.Empty;
}
