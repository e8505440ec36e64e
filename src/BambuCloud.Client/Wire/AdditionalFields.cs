using System.Collections.ObjectModel;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Wire;

/// <summary>
/// What no contract names, as it is kept on an object: without secrets, and read-only to its last list. What
/// <see cref="AdditionalFieldConverter"/> read is not copied but closed, so it is not to be used any more.
/// </summary>
internal static class AdditionalFields
{
    /// <summary>Whether a field is shown: its name does not say that it is a secret.</summary>
    public static bool IsShown(string name) => !Redaction.IsSecret(name);

    /// <summary>The fields of a record.</summary>
    /// <param name="fields">The fields; <see langword="null"/> for none.</param>
    /// <param name="shown">Takes the secrets out of their names and values.</param>
    public static IReadOnlyDictionary<string, object?> From(Dictionary<string, object?>? fields, Redaction shown) =>
        fields is null || fields.Count == 0 ? BambuAdditionalProperties.None : Close(fields, shown);

    /// <summary>The fields, and those of objects within that have no place of their own; the outer ones win.</summary>
    public static IReadOnlyDictionary<string, object?> From(
        Dictionary<string, object?>? fields, Redaction shown, params ReadOnlySpan<Dictionary<string, object?>?> inner)
    {
        Dictionary<string, object?> all = fields ?? [];
        foreach (Dictionary<string, object?>? some in inner)
        {
            foreach ((string name, object? value) in some ?? [])
            {
                all.TryAdd(name, value);
            }
        }
        return From(all, shown);
    }

    /// <summary>The members of a value that is an object; none of any other.</summary>
    public static IReadOnlyDictionary<string, object?> From(object? value, Redaction shown) =>
        From(value as Dictionary<string, object?>, shown);

    private static ReadOnlyDictionary<string, object?> Close(Dictionary<string, object?> fields, Redaction shown)
    {
        Dictionary<string, object?>? renamed = null;
        foreach ((string name, object? value) in fields)
        {
            string shownName = shown.Of(name);
            if (!IsShown(name) || shownName != name)
            {
                renamed ??= new Dictionary<string, object?>(fields);
                renamed.Remove(name);
                if (IsShown(name))
                {
                    renamed[shownName] = Close(value, shown);
                }
            }
            else if (value is not null && Close(value, shown) is { } closed && !ReferenceEquals(closed, value))
            {
                (renamed ?? fields)[name] = closed; // The value of a key that is there: the enumeration goes on.
            }
        }
        return new ReadOnlyDictionary<string, object?>(renamed ?? fields);
    }

    private static object? Close(object? value, Redaction shown) => value switch
    {
        string text => shown.Of(text),
        long number => shown.Hides(number) ? Redaction.Mark : value,
        List<object?> items => Close(items, shown),
        Dictionary<string, object?> members => Close(members, shown),
        _ => value,
    };

    private static ReadOnlyCollection<object?> Close(List<object?> items, Redaction shown)
    {
        for (int index = 0; index < items.Count; index++)
        {
            items[index] = Close(items[index], shown);
        }
        return items.AsReadOnly();
    }
}
