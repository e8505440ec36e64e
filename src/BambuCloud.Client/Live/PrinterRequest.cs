namespace BambuCloud.Client.Live;

/// <summary>
/// Something that a printer is asked for, and when again. A request may be lost: it has QoS 0, and the printer may not be back yet when the
/// connection is → what stays unanswered is asked again with growing waits (mqtt.md, <i>Reports</i>).
/// </summary>
/// <param name="question">What it is.</param>
/// <param name="longestWait">How long an answer is waited for at most.</param>
internal sealed class PrinterRequest(PrinterQuestion question, TimeSpan longestWait)
{
    /// <summary>P1 printers stall on a full state → one that answered is asked at most once in this time.</summary>
    public static readonly TimeSpan LeastBetween = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    private long? _askedAt;
    private bool _isAnswerDue;
    private bool _isWanted;
    private TimeSpan _wait;
    private TimeSpan _nextWait = ShortestWait;

    /// <summary>What it is.</summary>
    public PrinterQuestion Question => question;

    /// <summary>The connection is a new one, or the printer: the waits begin anew.</summary>
    public void Renew() => _nextWait = ShortestWait;

    /// <summary>It is to be asked as soon as it may be, also where an answer is still waited for.</summary>
    public void Want() => _isWanted = true;

    /// <summary>It is to be asked as soon as it may be, unless an answer is waited for.</summary>
    public void WantUnlessDue() => _isWanted |= !_isAnswerDue;

    /// <summary>It is asked now.</summary>
    public void Ask(TimeProvider time)
    {
        _askedAt = time.GetTimestamp();
        (_isWanted, _isAnswerDue) = (false, true);
        _wait = _nextWait;
        _nextWait = _wait < longestWait / 2 ? _wait * 2 : longestWait;
    }

    /// <summary>The answer came.</summary>
    public void Answered() => _isAnswerDue = false;

    /// <summary>Whether it is to be asked now. One that has not answered was away: the time counts between answers.</summary>
    public bool IsDue(TimeProvider time)
    {
        TimeSpan? passed = _askedAt is { } asked ? time.GetElapsedTime(asked) : null;
        _isWanted |= _isAnswerDue && passed >= _wait;
        return _isWanted && (passed is null || _isAnswerDue || passed >= LeastBetween);
    }
}
