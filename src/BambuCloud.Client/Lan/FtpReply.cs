using System.Globalization;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>What an FTP server answers to a command (RFC 959, 4.2).</summary>
/// <param name="Code">Its three digits.</param>
/// <param name="Text">Its words, fit to be shown.</param>
internal sealed record FtpReply(int Code, string Text)
{
    private const int MostLines = 200;

    /// <summary>Something has begun, and another reply comes when it is done.</summary>
    public bool IsPreliminary => Code is >= 100 and < 200;

    /// <summary>It is done.</summary>
    public bool IsDone => Code is >= 200 and < 300;

    /// <summary>It is not done.</summary>
    public bool IsFailure => Code >= 400;

    /// <summary>There is no such file or folder, or it is not to be had.</summary>
    public bool IsNotThere => Code == 550;

    /// <summary>The server does not know the command.</summary>
    public bool IsUnknownCommand => Code is 500 or 502 or 504;

    /// <summary>Code and words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code} {Text}").TrimEnd();

    /// <summary>Reads one reply, which may have several lines.</summary>
    /// <param name="lines">The control connection.</param>
    /// <param name="redaction">Takes out of its words what they may repeat.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The connection ended.</exception>
    /// <exception cref="InvalidDataException">It is no reply.</exception>
    public static async Task<FtpReply> ReadAsync(LineReader lines, Redaction redaction, CancellationToken cancellationToken)
    {
        string first = redaction.Of(await NextAsync(lines, cancellationToken).ConfigureAwait(false));
        if (CodeOf(first) is not { } code)
        {
            throw new InvalidDataException($"'{PlainText.Of(first)}' is no reply of FTP.");
        }
        bool more = first.Length > 3 && first[3] == '-';
        for (int count = 1; more; count++)
        {
            if (count > MostLines)
            {
                throw new InvalidDataException("A reply of FTP has no end.");
            }
            string line = await NextAsync(lines, cancellationToken).ConfigureAwait(false);
            more = CodeOf(line) != code || (line.Length > 3 && line[3] == '-');
        }
        return new FtpReply(code, PlainText.Of(first.Length > 4 ? first[4..].Trim() : ""));
    }

    private static async ValueTask<string> NextAsync(LineReader lines, CancellationToken cancellationToken) =>
        await lines.ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw new IOException("The connection ended.");

    private static int? CodeOf(string line) =>
        line.Length >= 3 && (line.Length == 3 || line[3] is ' ' or '-')
        && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code is >= 100 and < 600
            ? code
            : null;
}
