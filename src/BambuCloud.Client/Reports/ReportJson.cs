using System.Buffers.Text;
using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>The values of reports: numbers may come as strings. What is of another kind or out of range says nothing.</summary>
internal static class ReportJson
{
    private const int ExactDigits = 15;

    // A whole number below 10^15 by one of these is the nearest double there is, as the parser for all numbers finds it.
    private static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number that is finite.</summary>
    public static double? ReadNumber(this ref Utf8JsonReader json)
    {
        if ((json.TokenType is JsonTokenType.Number or JsonTokenType.String) && TryReadShort(json.ValueSpan, out double number))
        {
            return number;
        }
        number = double.NaN;
        switch (json.TokenType)
        {
            case JsonTokenType.Number when json.TryGetDouble(out double plain):
                number = plain;
                break;
            case JsonTokenType.String
                when Utf8Parser.TryParse(json.ValueSpan, out double quoted, out int read) && read == json.ValueSpan.Length:
                number = quoted;
                break;
            default:
                json.Skip();
                break;
        }
        return double.IsFinite(number) ? number : null;
    }

    // 219.97: the numbers of reports are short, and the parser for all numbers takes three times as long for them.
    private static bool TryReadShort(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (text.Length is 0 or > ExactDigits)
        {
            return false;
        }
        int point = -1;
        long digits = 0;
        for (int place = text[0] == '-' ? 1 : 0; place < text.Length; place++)
        {
            int digit = text[place] - '0';
            if (digit is >= 0 and <= 9)
            {
                digits = (digits * 10) + digit;
            }
            else if (text[place] == '.' && point < 0 && place > 0 && place < text.Length - 1)
            {
                point = place;
            }
            else
            {
                return false;
            }
        }
        number = point < 0 ? digits : digits / PowersOfTen[text.Length - 1 - point];
        number = text[0] == '-' ? -number : number;
        return text.Length > 1 || text[0] != '-';
    }

    /// <summary>Reads a number without what stands behind its point.</summary>
    public static int? ReadInt(this ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int plain))
        {
            return plain;
        }
        return json.ReadNumber() is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;
    }

    /// <summary>Reads a whole number between two bounds.</summary>
    public static int? ReadInt(this ref Utf8JsonReader json, int least, int most) =>
        json.ReadInt() is { } number && number >= least && number <= most ? number : null;

    /// <summary>Reads thirty-two bits.</summary>
    public static uint? ReadBits(this ref Utf8JsonReader json) =>
        json.ReadNumber() is { } number and >= 0 and <= uint.MaxValue ? (uint)number : null;

    /// <summary>Reads up to sixty-four bits, hexadecimal as text or a number.</summary>
    public static ulong? ReadHex(this ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            ReadOnlySpan<byte> text = json.ValueSpan;
            return Utf8Parser.TryParse(text, out ulong bits, out int read, 'X') && read == text.Length ? bits : null;
        }
        return json.ReadBits();
    }

    /// <summary>Reads a yes or no: <c>true</c>, or a word for it.</summary>
    public static bool? ReadSwitch(this ref Utf8JsonReader json)
    {
        bool? on = json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String when json.ValueTextEquals("enable"u8) || json.ValueTextEquals("on"u8) => true,
            JsonTokenType.String when json.ValueTextEquals("disable"u8) || json.ValueTextEquals("off"u8) => false,
            _ => null,
        };
        json.Skip();
        return on;
    }

    /// <summary>Whether the value is this text.</summary>
    public static bool Is(this ref Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        bool same = json.TokenType == JsonTokenType.String && json.ValueTextEquals(text);
        json.Skip();
        return same;
    }

    /// <summary>
    /// Steps from the start of an object to the value of one member; false where it has none. Who looks ahead steps with a copy of the
    /// reader.
    /// </summary>
    public static bool ReadToMember(this ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isNamed = json.ValueTextEquals(name);
            json.Read();
            if (isNamed)
            {
                return true;
            }
            json.Skip();
        }
        return false;
    }

    /// <summary>Reads the members of an object; a value of another kind is passed over.</summary>
    public static void ReadObject<TDraft>(this ref Utf8JsonReader json, MemberTable<TDraft> members, ref TDraft draft)
    {
        if (json.TokenType == JsonTokenType.StartObject)
        {
            members.Read(ref json, ref draft);
        }
        else
        {
            json.Skip();
        }
    }

    /// <summary>
    /// Steps to the next object of an array; false at its end. What else stands in the array is passed over.
    /// </summary>
    public static bool ReadNextObject(this ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }
            json.Skip();
        }
        return false;
    }
}
