using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>
/// Fields that no contract names, read as what a script can use: strings, numbers, booleans, lists and dictionaries. Within them, what a
/// name says is a secret is read over.
/// </summary>
internal sealed class AdditionalFieldConverter : JsonConverter<object?>
{
    public override bool HandleNull => true;

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");

    private static object? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => TextOf(ref reader),
        JsonTokenType.Number when reader.TryGetInt64(out long whole) => whole,
        JsonTokenType.Number => reader.TryGetDouble(out double number) ? number : RawOf(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadMembers(ref reader),
        _ => null,
    };

    private static List<object?> ReadList(ref Utf8JsonReader reader)
    {
        List<object?> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }
        return items;
    }

    private static Dictionary<string, object?> ReadMembers(ref Utf8JsonReader reader)
    {
        Dictionary<string, object?> members = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = TextOf(ref reader);
            reader.Read();
            if (AdditionalFields.IsShown(name))
            {
                members[name] = Read(ref reader); // The last of two equal names wins, as everywhere in System.Text.Json.
            }
            else
            {
                reader.Skip();
            }
        }
        return members;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return RawOf(ref reader); // Half a surrogate pair: no .NET string, but still the user's data.
        }
    }

    private static string RawOf(ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan);
}
