namespace BambuCloud.Client.Trust;

/// <summary>Addresses whose query is a credential (rest.md, <i>Upload</i>).</summary>
internal static class PresignedUrl
{
    private static readonly string[] CredentialNames = ["signature=", "x-amz-", "awsaccesskeyid=", "credential=", "token=", "sig=", "auth_key="];

    // Signatures and tokens are longer; dates, methods and the like are shorter and stand in many a sentence.
    private const int ShortestSecret = 20;

    /// <summary>The text without its query if it is an address that carries a credential; any other text as it is.</summary>
    public static string WithoutQuery(string text)
    {
        int query = text.IndexOf('?', StringComparison.Ordinal);
        bool credential = query > 0 && text.Contains("://", StringComparison.Ordinal)
            && CredentialNames.Any(name => text.IndexOf(name, query, StringComparison.OrdinalIgnoreCase) > 0);
        return credential ? text[..query] : text;
    }

    /// <summary>What of an address must not be shown: its query, and every long value in it.</summary>
    public static IReadOnlyList<string> SecretsOf(Uri url)
    {
        string query = url.Query.TrimStart('?');
        IEnumerable<string> values = query.Split('&').Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]).Where(value => value.Length >= ShortestSecret);
        return [query, .. values.SelectMany(value => new[] { value, Uri.UnescapeDataString(value) })];
    }

    /// <summary>An address for an object: absolute, and without its query, whatever that is.</summary>
    public static Uri? Parse(string? text) =>
        text is not null && Uri.TryCreate(text.Split('?', 2)[0], UriKind.Absolute, out Uri? address) ? address : null;
}
