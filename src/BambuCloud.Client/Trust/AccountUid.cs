namespace BambuCloud.Client.Trust;

/// <summary>
/// The account's number, wherever it comes from: digits, and nothing else. It names the MQTT user and a file → what is no number is
/// refused before it becomes part of either (rest.md, <i>Signing in</i>).
/// </summary>
internal static class AccountUid
{
    private const int MostDigits = 20;

    /// <summary>Whether a text is an account's number; one of zeros alone is none.</summary>
    public static bool IsValid([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MostDigits } && text.All(char.IsAsciiDigit) && text.Any(digit => digit != '0');
}
