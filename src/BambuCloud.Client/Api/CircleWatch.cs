using BambuCloud.Client.Http;

namespace BambuCloud.Client.Api;

/// <summary>
/// Notices pages that go round in a circle or never end, without keeping every page: Brent's landmark, set anew at each power of
/// two, is met again by any circle.
/// </summary>
internal sealed class CircleWatch(CloudCall list)
{
    /// <summary>More pages than any account has: two million items.</summary>
    private const long MostPages = 100_000;

    private string? _landmark;
    private long _page;
    private long _nextLandmark = 1;

    /// <summary>Takes in what the next page is known by.</summary>
    /// <exception cref="BambuApiException">
    /// <see cref="BambuErrorKind.UnexpectedResponse"/>: it was there before, or there are too many.
    /// </exception>
    public void Pass(string page)
    {
        if (page == _landmark)
        {
            throw CloudFault.Unexpected(list, $"comes back to '{page}': its pages go round in a circle");
        }
        if (++_page > MostPages)
        {
            throw CloudFault.Unexpected(list, $"has more than {MostPages} pages: it seems to have no end");
        }
        if (_page == _nextLandmark)
        {
            _landmark = page;
            _nextLandmark *= 2;
        }
    }
}
