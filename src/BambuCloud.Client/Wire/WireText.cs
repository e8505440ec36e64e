namespace BambuCloud.Client.Wire;

/// <summary>Texts of answers, of which an empty one says as little as none.</summary>
internal static class WireText
{
    /// <summary>The first of two that says something.</summary>
    public static string? FirstOf(string? one, string? other = null) => string.IsNullOrEmpty(one) ? other : one;
}
