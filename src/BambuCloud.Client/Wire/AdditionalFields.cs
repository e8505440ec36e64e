using System.Text.Json;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Wire;

/// <summary>Turns fields that no contract names into plain objects that a script can use. Secrets among them are left out.</summary>
internal static class AdditionalFields
{
    public static IReadOnlyDictionary<string, object?> From(Dictionary<string, JsonElement>? fields) =>
        fields is null || fields.Count == 0
            ? BambuAdditionalProperties.None
            : fields.Where(field => !Redaction.IsSecret(field.Key)).ToDictionary(field => field.Key, field => Plain(field.Value));

    /// <summary>The fields, and those of objects within that have no place of their own; the outer ones win.</summary>
    public static IReadOnlyDictionary<string, object?> From(Dictionary<string, JsonElement>? fields, params ReadOnlySpan<Dictionary<string, JsonElement>?> inner)
    {
        Dictionary<string, JsonElement> all = fields is null ? [] : new(fields);
        foreach (Dictionary<string, JsonElement>? some in inner)
        {
            foreach ((string name, JsonElement value) in some ?? [])
            {
                all.TryAdd(name, value);
            }
        }
        return From(all);
    }

    public static IReadOnlyDictionary<string, object?> From(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } and { } present
            ? (IReadOnlyDictionary<string, object?>)Plain(present)!
            : BambuAdditionalProperties.None;

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole : element.TryGetDouble(out double number) ? number : element.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.Object => Members(element),
        _ => null,
    };

    private static Dictionary<string, object?> Members(JsonElement element)
    {
        Dictionary<string, object?> members = [];
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string name = Name(member);
            if (!Redaction.IsSecret(name))
            {
                members[name] = Plain(member.Value); // The last of two equal names wins, as everywhere in System.Text.Json.
            }
        }
        return members;
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return member.ToString()[..^member.Value.GetRawText().Length].TrimEnd(' ', '\t', '\r', '\n', ':'); // As in Text.
        }
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText(); // Half a surrogate pair: no .NET string, but still the user's data.
        }
    }
}
