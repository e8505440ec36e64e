using System.Xml;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Api;

/// <summary>
/// What the storage says of a refusal: <c>&lt;Error&gt;&lt;Code&gt;…&lt;/Code&gt;&lt;Message&gt;…&lt;/Message&gt;…&lt;/Error&gt;</c>. The
/// rest of it would spell out the signature.
/// </summary>
/// <param name="Code">Its name; empty where there is none, and the status stands for itself.</param>
/// <param name="Message">Its words.</param>
internal sealed record StorageError(string Code, string Message)
{
    /// <summary>The address was signed for another request: another type, for one.</summary>
    public const string SignatureDoesNotMatch = "SignatureDoesNotMatch";

    /// <summary>Whether the address' time is over.</summary>
    public bool IsExpired => Message.Contains("expired", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an answer, without the secrets that it repeats.</summary>
    public static StorageError Of(string answer, Redaction shown)
    {
        try
        {
            string text = answer[Math.Max(0, answer.IndexOf('<', StringComparison.Ordinal))..];
            using XmlReader xml = XmlReader.Create(new StringReader(text),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            string code = xml.ReadToFollowing("Code") ? xml.ReadElementContentAsString() : "";
            string message = xml.Name == "Message" || xml.ReadToFollowing("Message") ? xml.ReadElementContentAsString() : "";
            return new StorageError(shown.Of(code), shown.Of(message));
        }
        catch (XmlException)
        {
            return new StorageError("", "");
        }
    }
}
