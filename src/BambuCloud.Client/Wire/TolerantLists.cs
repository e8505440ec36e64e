using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BambuCloud.Client.Wire;

/// <summary>
/// Records where the service sends one or a list of them. What is no record is left out, so that one odd item does not cost the whole
/// answer.
/// </summary>
internal sealed class OneOrMany<T> : JsonConverter<List<T>>
    where T : class
{
    public override List<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonTypeInfo<T> shape = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return [JsonSerializer.Deserialize(ref reader, shape)!];
            case JsonTokenType.StartArray:
                List<T> many = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        many.Add(JsonSerializer.Deserialize(ref reader, shape)!);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }
                return many;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, List<T> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");
}

/// <summary>A list of texts; what is no text is left out.</summary>
internal sealed class Words : JsonConverter<List<string>>
{
    public override List<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }
        List<string> words = [];
        JsonConverter<string?> one = (JsonConverter<string?>)options.GetConverter(typeof(string));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (one.Read(ref reader, typeof(string), options) is { Length: > 0 } word)
            {
                words.Add(word);
            }
        }
        return words;
    }

    public override void Write(Utf8JsonWriter writer, List<string> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");
}
