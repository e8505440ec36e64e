namespace BambuCloud.Client;

/// <summary>
/// The one place that takes secrets out of texts that the cloud sends and the user sees: those that a call carried, because a server
/// may repeat what it was sent, and the queries of pre-signed addresses.
/// </summary>
internal sealed class Redaction(params IEnumerable<string> secrets)
{
    private const string Mark = "***";

    // The longest first: one may be part of another.
    private readonly string[] _secrets = [.. secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length)];

    /// <summary>For texts of answers to calls that succeeded.</summary>
    public static Redaction OfQueries { get; } = new([]);

    public string Of(string text)
    {
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        }
        return PresignedUrl.WithoutQuery(text);
    }
}
