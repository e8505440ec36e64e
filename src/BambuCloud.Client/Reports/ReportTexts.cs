using System.Text;
using System.Text.Json;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Reports;

/// <summary>
/// The texts of reports. A printer says the same ones all day → a text that is known already is not made anew. A new one may
/// repeat a secret, and everybody sees it → it is taken out here.
/// </summary>
internal sealed class ReportTexts(Redaction redaction)
{
    /// <summary>Reads a text that identifies something; empty for one of nothing but zeros.</summary>
    public string? ReadIdentity(ref Utf8JsonReader json, string? known) =>
        json.TokenType == JsonTokenType.String && !json.ValueSpan.ContainsAnyExcept((byte)'0') ? "" : Read(ref json, known);

    /// <summary>Reads a text, or a number as one; null for a value of another kind.</summary>
    /// <param name="json">Stands on the value.</param>
    /// <param name="known">What it said before.</param>
    public string? Read(ref Utf8JsonReader json, string? known)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String when json.ValueSpan.Length == 0:
                return "";
            case JsonTokenType.String when json.ValueTextEquals("0"u8):
                return "0"; // What most printers say most of the time in place of an id.
            case JsonTokenType.String:
                return known is not null && json.ValueTextEquals(known) ? known : redaction.Of(json.GetString()!);
            case JsonTokenType.Number:
                return known is not null && Ascii.Equals(json.ValueSpan, known) ? known
                    : redaction.Of(Encoding.UTF8.GetString(json.ValueSpan));
            default:
                json.Skip();
                return null;
        }
    }
}
