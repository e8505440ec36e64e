namespace BambuCloud.Client;

/// <summary>Addresses whose query is a credential (rest.md, <i>Upload</i>).</summary>
internal static class PresignedUrl
{
    private static readonly string[] CredentialNames = ["signature=", "x-amz-", "awsaccesskeyid=", "credential=", "token=", "sig=", "auth_key="];

    /// <summary>The text without its query if it is an address that carries a credential; any other text as it is.</summary>
    public static string WithoutQuery(string text)
    {
        int query = text.IndexOf('?', StringComparison.Ordinal);
        bool credential = query > 0 && text.Contains("://", StringComparison.Ordinal)
            && CredentialNames.Any(name => text.IndexOf(name, query, StringComparison.OrdinalIgnoreCase) > 0);
        return credential ? text[..query] : text;
    }

    /// <summary>An address for an object: absolute, and without its query, whatever that is.</summary>
    public static Uri? Parse(string? text) =>
        text is not null && Uri.TryCreate(text.Split('?', 2)[0], UriKind.Absolute, out Uri? address) ? address : null;
}
