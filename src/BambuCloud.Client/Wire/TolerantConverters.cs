using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

// The service swaps numbers and strings freely (rest.md, "Reading the document"). These read either; a value of another
// shape is as if it were missing, so that one odd field does not cost the whole answer.

/// <summary>Strings; numbers and booleans keep their text, so that ids keep their leading zeros.</summary>
internal sealed class TolerantString : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return reader.HasValueSequence
                    ? Encoding.UTF8.GetString(reader.ValueSequence)
                    : Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");
}

/// <summary>Whole numbers, also as strings and with a fraction that is dropped.</summary>
internal sealed class TolerantInt64 : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long whole)
            ? whole
            : TolerantDouble.ReadNumber(ref reader) is { } number and > -9e18 and < 9e18 ? (long)number : null;

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");
}

/// <summary>Numbers, also as strings with a decimal point.</summary>
internal sealed class TolerantDouble : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadNumber(ref reader);

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");

    internal static double? ReadNumber(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;
            case JsonTokenType.String:
                return double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed)
                    && double.IsFinite(parsed) ? parsed : null;
            default:
                reader.Skip();
                return null;
        }
    }
}

/// <summary>Booleans, also as <c>"true"</c>, <c>1</c> and <c>"1"</c>.</summary>
internal sealed class TolerantBoolean : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number:
                return reader.TryGetDouble(out double number) ? number != 0 : null;
            case JsonTokenType.String:
                return reader.GetString() switch
                {
                    "1" => true,
                    "0" => false,
                    string text when bool.TryParse(text, out bool parsed) => parsed,
                    _ => null,
                };
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");
}

/// <summary>Times as the service writes them: see <see cref="CloudTime"/>.</summary>
internal sealed class TolerantTime : JsonConverter<DateTimeOffset?>
{
    private static readonly TolerantString Text = new();

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        // Nearly every time ends in Z; those are read where they stand.
        reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false, HasValueSequence: false, ValueSpan: [.., (byte)'Z'] }
            && reader.TryGetDateTimeOffset(out DateTimeOffset time) && time.Year > 1
                ? time
                : CloudTime.Parse(Text.Read(ref reader, typeof(string), options));

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");
}
