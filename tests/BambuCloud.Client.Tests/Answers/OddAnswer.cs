using System.Text;
using System.Text.Json;

namespace BambuCloud.Client.Tests;

/// <summary>What can go odd in an answer.</summary>
internal enum Oddity
{
    /// <summary>A value becomes another.</summary>
    Replace,

    /// <summary>A member or an item is missing.</summary>
    Drop,

    /// <summary>A member stands there a second time, with another value, before the first.</summary>
    RepeatBefore,

    /// <summary>A member stands there a second time, with another value, behind the first.</summary>
    RepeatBehind,

    /// <summary>An object has a further member, whose name the service knows from elsewhere.</summary>
    Insert,

    /// <summary>The text ends early.</summary>
    Cut,

    /// <summary>One byte of the text is another.</summary>
    Damage,
}

/// <summary>One change of an answer.</summary>
/// <param name="Kind">What changes.</param>
/// <param name="Where">Which value, object or byte it changes: it is counted round.</param>
/// <param name="Name">The name of a further member, as JSON.</param>
/// <param name="Value">The other value, as JSON.</param>
internal sealed record Change(Oddity Kind, int Where, string Name, string Value);

/// <summary>
/// A sample of an answer with some changes: all of it is ASCII, so that places in the text and in the bytes are the same.
/// </summary>
internal sealed record OddAnswer(string Sample, IReadOnlyList<Change> Changes)
{
    private const int LongestShown = 2000;

    public byte[] ToBytes()
    {
        string text = Sample;
        foreach (Change change in Changes.Where(change => change.Kind < Oddity.Cut))
        {
            text = Apply(change, text);
        }
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        foreach (Change change in Changes.Where(change => change.Kind >= Oddity.Cut && bytes.Length > 0))
        {
            int at = change.Where % bytes.Length;
            if (change.Kind == Oddity.Cut)
            {
                bytes = bytes[..at];
            }
            else
            {
                bytes[at] = (byte)(change.Where / bytes.Length);
            }
        }
        return bytes;
    }

    /// <summary>The same with less changed.</summary>
    public IEnumerable<OddAnswer> Simpler() =>
        Changes.Count <= 1 ? [] : Changes.Select((_, left) => this with { Changes = [.. Changes.Where((_, index) => index != left)] });

    public override string ToString()
    {
        string text = Encoding.Latin1.GetString(ToBytes());
        return text.Length <= LongestShown ? text
            : $"{text[..LongestShown]}… ({text.Length} bytes; changed: "
                + $"{string.Join(", ", Changes.Select(change => $"{change.Kind} {change.Where}"))})";
    }

    private static string Apply(Change change, string text)
    {
        List<Part> parts = [.. Scan(text).Where(part => change.Kind != Oddity.Insert || text[part.Value] == '{')];
        if (parts.Count == 0)
        {
            return text;
        }
        Part part = parts[change.Where % parts.Count];
        string name = text[part.Start..part.Value];
        return change.Kind switch
        {
            Oddity.Replace => text[..part.Value] + change.Value + text[part.End..],
            Oddity.Drop when part.End < text.Length && text[part.End] == ',' => text[..part.Start] + text[(part.End + 1)..],
            Oddity.Drop when part.Start > 0 && text[part.Start - 1] == ',' => text[..(part.Start - 1)] + text[part.End..],
            Oddity.Drop => text[..part.Start] + text[part.End..],
            Oddity.RepeatBefore => $"{text[..part.Start]}{name}{change.Value},{text[part.Start..]}",
            Oddity.RepeatBehind => $"{text[..part.End]},{name}{change.Value}{text[part.End..]}",
            _ => $"{text[..(part.Value + 1)]}{change.Name}:{change.Value}"
                + $"{(text[part.Value + 1] == '}' ? "" : ",")}{text[(part.Value + 1)..]}",
        };
    }

    /// <summary>Every value of the text; none where it is no JSON any more.</summary>
    private static List<Part> Scan(string text)
    {
        List<Part> parts = [];
        Stack<int> open = [];
        int start = -1;
        Utf8JsonReader reader = new(Encoding.ASCII.GetBytes(text), new JsonReaderOptions { MaxDepth = 4096 });
        try
        {
            while (reader.Read())
            {
                int value = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        start = value;
                        continue;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        int opened = open.Pop();
                        parts[opened] = parts[opened] with { End = (int)reader.BytesConsumed };
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(parts.Count);
                        break;
                }
                parts.Add(new Part(start < 0 ? value : start, value, (int)reader.BytesConsumed));
                start = -1;
            }
            return parts;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>A value's place: from its name, where it has one, to its end.</summary>
    private readonly record struct Part(int Start, int Value, int End);
}

/// <summary>An answer to an endpoint, and how it comes.</summary>
internal sealed record OddCase(Endpoint Endpoint, OddAnswer Answer)
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public IEnumerable<OddCase> Simpler() => Answer.Simpler().Select(simpler => this with { Answer = simpler });

    public override string ToString() => $"{Endpoint.Name} answered with HTTP {Status} ({ContentType}) {Answer}";
}

/// <summary>Cases that are tried at once. One that fails is told alone.</summary>
internal sealed record OddBatch(IReadOnlyList<OddCase> Cases)
{
    public IEnumerable<OddBatch> Simpler() =>
        Cases.Count > 1 ? Cases.Select(one => new OddBatch([one])) : Cases[0].Simpler().Select(simpler => new OddBatch([simpler]));

    public override string ToString() => Cases.Count == 1 ? Cases[0].ToString() : $"{Cases.Count} answers, one of them the one below";
}
