using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>
/// Strings that a long list repeats from item to item, such as a printer's name: one that was read a moment ago is given again, which saves
/// more memory than all other fields cost. It keeps the last ones → nothing secret is read with it.
/// </summary>
internal sealed class RepeatedString : JsonConverter<string?>
{
    private const int Slots = 256;
    private const int LongestText = 64;

    [ThreadStatic]
    private static string?[]? s_texts;

    private static readonly TolerantString Tolerant = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader is not { TokenType: JsonTokenType.String, ValueIsEscaped: false, HasValueSequence: false }
            || reader.ValueSpan.Length is 0 or > LongestText)
        {
            return Tolerant.Read(ref reader, typeToConvert, options);
        }
        ReadOnlySpan<byte> bytes = reader.ValueSpan;
        ref string? text = ref (s_texts ??= new string?[Slots])[SlotOf(bytes)];
        return text is not null && Ascii.Equals(bytes, text) ? text : text = reader.GetString();
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");

    private static int SlotOf(ReadOnlySpan<byte> bytes)
    {
        int hash = bytes.Length;
        foreach (byte one in bytes[^Math.Min(bytes.Length, 8)..])
        {
            hash = (hash * 31) + one;
        }
        return (hash & int.MaxValue) % Slots;
    }
}
