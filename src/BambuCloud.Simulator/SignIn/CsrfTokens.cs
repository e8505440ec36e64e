using System.Security.Cryptography;

namespace BambuCloud.Simulator;

/// <summary>What became of a request's two copies of the sign-in site's token.</summary>
internal enum CsrfCheck
{
    Good,
    MissingCookie,
    MissingHeader,
    Mismatch,
}

/// <summary>
/// The double-submitted token of the sign-in site: it is given as a cookie, and comes back as the cookie and in a header, which no foreign
/// page can do.
/// </summary>
internal sealed class CsrfTokens
{
    public const string Cookie = "bbl_csrf_token";
    public const string Header = "x-bbl-csrf-token";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _given = [];

    public string Give()
    {
        string token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        lock (_lock)
        {
            _given.Add(token);
        }
        return token;
    }

    public CsrfCheck Check(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 } cookie)
        {
            return CsrfCheck.MissingCookie;
        }
        string header = request.Headers[Header].ToString();
        if (header.Length == 0)
        {
            return CsrfCheck.MissingHeader;
        }
        lock (_lock)
        {
            return header == cookie && _given.Contains(cookie) ? CsrfCheck.Good : CsrfCheck.Mismatch;
        }
    }
}
