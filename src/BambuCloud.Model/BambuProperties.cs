namespace BambuCloud;

/// <summary>
/// Fields by their wire name, such as those of an answer that no property has: strings, numbers, booleans, arrays and dictionaries. Nobody
/// can change them, and as a text, which a table or a CSV file shows, they are names and values.
/// </summary>
public sealed class BambuProperties : BambuDictionary<object?>
{
    internal BambuProperties(IDictionary<string, object?> fields)
        : base(fields)
    {
    }

    /// <summary>No fields.</summary>
    public static new BambuProperties Empty { get; } = new(new Dictionary<string, object?>());

    /// <summary>Fields as ones of this kind, without copying what is that already.</summary>
    internal static new BambuProperties Of(IReadOnlyDictionary<string, object?> fields) =>
        fields as BambuProperties ?? new BambuProperties(fields.ToDictionary(field => field.Key, field => field.Value));
}
