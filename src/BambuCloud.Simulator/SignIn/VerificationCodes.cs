using System.Globalization;
using System.Security.Cryptography;

namespace BambuCloud.Simulator;

/// <summary>The verification codes that the cloud sends by e-mail or text message. Only the newest is waited for.</summary>
internal sealed class VerificationCodes(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private DateTimeOffset _expiry = DateTimeOffset.MinValue;

    /// <summary>The code that was sent last, used or not; null before the first.</summary>
    public string? Last { get; private set; }

    /// <summary>The address or number that it was sent to.</summary>
    public string? SentTo { get; private set; }

    public void Send(string to)
    {
        lock (_lock)
        {
            Last = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
            SentTo = to;
            _expiry = time.GetUtcNow() + Life;
        }
    }

    /// <summary>Takes a code that somebody typed.</summary>
    /// <param name="sentTo">Where they say that it was sent.</param>
    /// <param name="code">The code.</param>
    public CodeCheck Take(string sentTo, string code)
    {
        lock (_lock)
        {
            if (sentTo != SentTo || _expiry <= time.GetUtcNow())
            {
                return CodeCheck.Expired;
            }
            if (code != Last)
            {
                return CodeCheck.Wrong;
            }
            _expiry = DateTimeOffset.MinValue;
            return CodeCheck.Accepted;
        }
    }
}
