namespace BambuCloud;

/// <summary>Fields of an answer that no property names: strings, numbers, booleans, arrays and dictionaries by wire name.</summary>
public static class BambuAdditionalProperties
{
    /// <summary>No further fields.</summary>
    public static IReadOnlyDictionary<string, object?> None { get; } = new Dictionary<string, object?>();
}
