using System.Globalization;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;

namespace BambuCloud.Client.Api;

/// <summary>The items of a list that have what names them; the others are left out and told, and the list is given (rest.md).</summary>
internal static class NamedItems
{
    /// <summary>The items that have an id.</summary>
    /// <param name="items">What came; there may be nulls among them.</param>
    /// <param name="idOf">What names an item.</param>
    /// <param name="call">The call, for the warning.</param>
    /// <param name="field">The field's name on the wire.</param>
    public static List<T> Of<T>(IReadOnlyCollection<T?> items, Func<T, string?> idOf, CloudCall call, string field)
        where T : class
    {
        List<T> named = new(items.Count);
        int unnamed = 0;
        foreach (T item in items.OfType<T>())
        {
            if (string.IsNullOrEmpty(idOf(item)))
            {
                unnamed++;
            }
            else
            {
                named.Add(item);
            }
        }
        if (unnamed > 0)
        {
            CloudTrace.Warn(CloudFault.Found(BambuErrorKind.ItemUnnamed, call, string.Create(CultureInfo.InvariantCulture,
                $"{unnamed} of {items.Count} items in the answer to {call.Endpoint} have no '{field}' and are left out.")));
        }
        return named;
    }
}
