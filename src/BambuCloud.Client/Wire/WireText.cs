namespace BambuCloud.Client.Wire;

/// <summary>Texts of answers, of which an empty one says as little as none.</summary>
internal static class WireText
{
    /// <summary>The first that says something; <see langword="null"/> where none does.</summary>
    public static string? FirstOf(params ReadOnlySpan<string?> texts)
    {
        foreach (string? text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                return text;
            }
        }
        return null;
    }
}
