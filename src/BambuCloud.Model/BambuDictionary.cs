using System.Collections.ObjectModel;

namespace BambuCloud;

/// <summary>
/// A dictionary inside an object. Nobody can change it, and as a text, which a table or a CSV file shows, it is its names and values.
/// </summary>
/// <typeparam name="T">What it holds by name.</typeparam>
public class BambuDictionary<T> : ReadOnlyDictionary<string, T>
{
    internal BambuDictionary(IDictionary<string, T> fields)
        : base(fields)
    {
    }

    /// <summary>No names.</summary>
    internal static new BambuDictionary<T> Empty { get; } = new(new Dictionary<string, T>());

    /// <summary>Names and values, with semicolons between them.</summary>
    public override string ToString() => string.Join("; ", this.Select(field => $"{field.Key}={field.Value}"));

    /// <summary>A dictionary as one of this kind, without copying what is one already.</summary>
    internal static BambuDictionary<T> Of(IReadOnlyDictionary<string, T> fields) =>
        fields as BambuDictionary<T> ?? new BambuDictionary<T>(fields.ToDictionary(field => field.Key, field => field.Value));
}
