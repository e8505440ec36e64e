using System.Globalization;
using System.Security.Cryptography;

namespace BambuCloud.Client.Live;

/// <summary>
/// The numbers of requests. Every client of a printer hears the answers to all of them → the first number is random. A number of 2^31
/// or more hangs an AMS, and 20000 to 29999 are the vendor's own → they stay between (mqtt.md, <i>Requests</i>).
/// </summary>
/// <param name="first">The first number; random unless given.</param>
internal sealed class SequenceIds(int? first = null)
{
    private const int Least = 30_000;

    private int _next = first ?? RandomNumberGenerator.GetInt32(Least, int.MaxValue);

    /// <summary>A number that no other request of this process has.</summary>
    public string Next()
    {
        int taken;
        int after;
        do
        {
            taken = Volatile.Read(ref _next);
            after = taken == int.MaxValue ? Least : taken + 1;
        }
        while (Interlocked.CompareExchange(ref _next, after, taken) != taken);
        return taken.ToString(CultureInfo.InvariantCulture);
    }
}
