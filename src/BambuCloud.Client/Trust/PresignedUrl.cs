namespace BambuCloud.Client.Trust;

/// <summary>Addresses whose query is a credential (rest.md, <i>Upload</i>).</summary>
internal static class PresignedUrl
{
    // JSON within JSON may have its slashes escaped.
    private static readonly string[] SchemeEnds = ["://", @":\/\/"];

    private static readonly string[] CredentialNames =
        ["signature=", "x-amz-", "awsaccesskeyid=", "credential=", "token=", "sig=", "auth_key="];

    // Signatures and tokens are longer; dates, methods and the like are shorter and stand in many a sentence.
    private const int ShortestSecret = 20;

    /// <summary>
    /// The text with the query taken off each address in it that carries a credential; what stands around an address stays.
    /// </summary>
    public static string WithoutQuery(string text)
    {
        foreach (string schemeEnd in SchemeEnds)
        {
            for (int scheme = 0; (scheme = text.IndexOf(schemeEnd, scheme, StringComparison.Ordinal)) >= 0; scheme += schemeEnd.Length)
            {
                int end = EndOf(text, scheme);
                int query = text.AsSpan(scheme, end - scheme).IndexOfAny('?', '#') + scheme;
                if (query > scheme && IsCredential(text.AsSpan(query, end - query)))
                {
                    text = text.Remove(query, end - query);
                }
            }
        }
        return text;
    }

    /// <summary>What of an address must not be shown: its query, and every long value in it.</summary>
    public static IReadOnlyList<string> SecretsOf(Uri url)
    {
        string query = url.Query.TrimStart('?');
        IEnumerable<string> values = query.Split('&')
            .Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]).Where(value => value.Length >= ShortestSecret);
        return [query, .. values.SelectMany(value => new[] { value, Uri.UnescapeDataString(value) })];
    }

    /// <summary>An address for an object: absolute, and without its query, whatever that is.</summary>
    public static Uri? Parse(string? text)
    {
        int query = text?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return Uri.TryCreate(query < 0 ? text : text![..query], UriKind.Absolute, out Uri? address) ? address : null;
    }

    private static bool IsCredential(ReadOnlySpan<char> query)
    {
        foreach (string name in CredentialNames)
        {
            if (query.Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    // An address ends at a space, a quotation mark or a bracket; a full stop or a comma behind it belongs to the sentence. What else
    // does not belong into an address ends none: a credential goes on behind an escaped '&'.
    private static int EndOf(string text, int start)
    {
        int end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'' or '<' or '>' or '`'))
        {
            end++;
        }
        while (end > start && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or ']' or '\\')
        {
            end--;
        }
        return end;
    }
}
