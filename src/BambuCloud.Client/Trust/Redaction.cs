using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BambuCloud.Client.Trust;

/// <summary>
/// The one place that takes secrets out of texts that servers send and the user sees: those that a call carried, because a server
/// may repeat what it was sent, and the queries of pre-signed addresses. What is read is read as it came; what is shown or kept (errors,
/// traces, objects) goes through here.
/// </summary>
public sealed class Redaction
{
    /// <summary>What stands in place of a secret.</summary>
    internal const string Mark = "***";

    // What is shorter stands in any text by chance, and an error's own code would go with it.
    private const int ShortestSecret = 4;

    // The serial numbers of printers have fifteen characters.
    private const int ShortestSerial = 15;

    private static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What lets somebody in: the printer's access code above all, which the live service and printers send in many places.
    private static readonly string[] SecretNames =
        ["access_code", "accesscode", "passwd", "password", "authkey", "ttcode", "bind_code", "token", "secret", "keystore"];

    private readonly string[] _given;
    private readonly string[] _secrets;
    private readonly byte[][] _encoded;
    private readonly bool _hasNumber;

    /// <param name="secrets">What is taken out, beside the queries of pre-signed addresses.</param>
    public Redaction(params IEnumerable<string> secrets)
    {
        _given = [.. secrets.Where(secret => secret.Length >= ShortestSecret)];
        // The longest first: one may be part of another.
        _secrets = [.. _given.SelectMany(FormsOf).Distinct().OrderByDescending(form => form.Length)];
        _encoded = [.. _secrets.Select(Encoding.UTF8.GetBytes)];
        _hasNumber = _secrets.Any(IsNumber);
    }

    /// <summary>For where no secret is known.</summary>
    public static Redaction OfNone { get; } = new([]);

    /// <summary>Whether a field's name says that its value is a secret.</summary>
    internal static bool IsSecret(string name)
    {
        foreach (string secret in SecretNames)
        {
            if (name.Contains(secret, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>This one, with more secrets.</summary>
    internal Redaction With(IReadOnlyCollection<string> secrets) => secrets.Count == 0 ? this : new Redaction([.. _given, .. secrets]);

    /// <summary>The text without secrets.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Of(string? text) => text is null ? null : PresignedUrl.WithoutQuery(WithoutSecrets(text));

    /// <summary>Whether a number is a secret.</summary>
    internal bool Hides(long number) => _hasNumber && WithoutSecrets(number.ToString(CultureInfo.InvariantCulture)) == Mark;

    /// <summary>A JSON text without the secrets in its strings, names and numbers; what is no JSON is one text.</summary>
    /// <param name="json">The text, in UTF-8.</param>
    /// <param name="queries">Whether the queries of pre-signed addresses are taken out too.</param>
    /// <param name="named">Whether the values of fields go whose names say that they are secrets.</param>
    internal ReadOnlySpan<byte> OfJson(ReadOnlySpan<byte> json, bool queries = true, bool named = false)
    {
        if (!named && !MayHold(json, queries))
        {
            return json;
        }
        ArrayBufferWriter<byte> clean = new();
        int copied = 0;
        Utf8JsonReader reader = new(json);
        bool secret = false;
        int read = 0;
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                if (secret)
                {
                    reader.Skip();
                    Replace(clean, json, ref copied, start..(int)reader.BytesConsumed, Mark);
                    secret = false;
                    continue;
                }
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number)
                {
                    int quotes = reader.TokenType == JsonTokenType.Number ? 0 : 2;
                    string text = TextOf(ref reader);
                    string left = queries ? Of(text) : WithoutSecrets(text);
                    if (left != text && (quotes > 0 || left == Mark)) // Digits within a longer number are no secret.
                    {
                        Replace(clean, json, ref copied, start..(start + reader.ValueSpan.Length + quotes), left);
                    }
                    secret = named && reader.TokenType == JsonTokenType.PropertyName && IsSecret(text);
                }
                read = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException) when (named && (secret || IsSecret(Encoding.UTF8.GetString(json[read..]))))
        {
            clean.Write(json[copied..Math.Max(copied, read)]); // Behind the break nobody can say where a secret ends.
            clean.Write(Encoding.UTF8.GetBytes(Mark));
            return clean.WrittenSpan;
        }
        catch (JsonException)
        {
            string text = Encoding.UTF8.GetString(json);
            return Encoding.UTF8.GetBytes(queries ? Of(text) : WithoutSecrets(text));
        }
        if (copied == 0)
        {
            return json;
        }
        clean.Write(json[copied..]);
        return clean.WrittenSpan;
    }

    private static void Replace(ArrayBufferWriter<byte> clean, ReadOnlySpan<byte> all, ref int copied, Range token, string text)
    {
        clean.Write(all[copied..token.Start.Value]);
        clean.Write(Encoding.UTF8.GetBytes($"\"{JavaScriptEncoder.Default.Encode(text)}\""));
        copied = token.End.Value;
    }

    // As it is, and as it stands in what a call sent: in a JSON text or an address. A server may repeat that as it came.
    private static IEnumerable<string> FormsOf(string secret) =>
        [secret, JavaScriptEncoder.Default.Encode(secret), Uri.EscapeDataString(secret)];

    // Most answers hold nothing of the kind; an escaped character may be one of a secret.
    private bool MayHold(ReadOnlySpan<byte> json, bool queries)
    {
        if (json.Contains((byte)'\\') || (queries && json.Contains((byte)'?')))
        {
            return true;
        }
        foreach (byte[] secret in _encoded)
        {
            if (json.IndexOf(secret) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan); // Half a surrogate pair: no .NET string.
        }
    }

    private string WithoutSecrets(string text)
    {
        foreach (string secret in _secrets)
        {
            if (text.Length >= secret.Length)
            {
                text = _hasNumber && IsNumber(secret) ? WithoutNumber(text, secret) : text.Replace(secret, Mark, StringComparison.Ordinal);
            }
        }
        return text;
    }

    // A code of digits stands in a serial number by chance → it is none where another digit stands beside it, or within what is as long as
    // one and has other digits.
    private static string WithoutNumber(string text, string number)
    {
        for (int at = 0; (at = text.IndexOf(number, at, StringComparison.Ordinal)) >= 0;)
        {
            ReadOnlySpan<char> before = text.AsSpan(0, at);
            ReadOnlySpan<char> behind = text.AsSpan(at + number.Length);
            before = IsEscape(before) ? [] : before[(before.LastIndexOfAnyExcept(LettersAndDigits) + 1)..];
            behind = behind.IndexOfAnyExcept(LettersAndDigits) is >= 0 and int end ? behind[..end] : behind;
            bool within = before is [.., >= '0' and <= '9'] || behind is [>= '0' and <= '9', ..]
                || (before.Length + number.Length + behind.Length >= ShortestSerial
                    && (before.ContainsAnyInRange('0', '9') || behind.ContainsAnyInRange('0', '9')));
            text = within ? text : string.Concat(text.AsSpan(0, at), Mark, text.AsSpan(at + number.Length));
            at += within ? 1 : Mark.Length;
        }
        return text;
    }

    // The digit before may end an escaped character: a quotation mark in an address is %22, in JSON \u0022.
    private static bool IsEscape(ReadOnlySpan<char> before) => before is [.., '%', _, _] or [.., '\\', 'u', _, _, _, _];

    private static bool IsNumber(string secret) => secret.All(char.IsAsciiDigit);
}
