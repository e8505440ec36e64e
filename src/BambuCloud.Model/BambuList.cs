using System.Collections.ObjectModel;
using System.Globalization;

namespace BambuCloud;

/// <summary>
/// A list inside an object. Nobody can change it, and as a text, which a table or a CSV file shows, it is what its items say.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed class BambuList<T> : ReadOnlyCollection<T>
{
    internal BambuList(IList<T> items)
        : base(items)
    {
    }

    /// <summary>No items.</summary>
    internal static new BambuList<T> Empty { get; } = new([]);

    /// <summary>The items, with semicolons between them.</summary>
    public override string ToString() => string.Join("; ", this.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)));

    /// <summary>A list as one of this kind, without copying what is one already.</summary>
    internal static BambuList<T> Of(IReadOnlyList<T> items) => items as BambuList<T> ?? new BambuList<T>([.. items]);
}
