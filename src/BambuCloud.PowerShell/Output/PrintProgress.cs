using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using BambuCloud.Cmdlets;

namespace BambuCloud.Output;

/// <summary>
/// Progress bars of printers that print: as many as a third of the window has lines, those in trouble and those that end soonest first, and
/// one for all others.
/// </summary>
internal sealed class PrintProgress(BambuCmdlet cmdlet) : IDisposable
{
    private const int MostBars = 8;
    private const int UsualHeight = 24;

    // A prompt shows no more than this either; a job keeps every record for good.
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, PrintBar> _prints = [];
    private readonly List<ProgressRecord> _drawn = [];
    private readonly Dictionary<BambuSession, DateTime> _lostAt = new(ReferenceEqualityComparer.Instance);
    private long _drawnAt;

    /// <summary>
    /// Takes in what happened, and draws when it is time to, at once where a print begins, ends, pauses or is lost from sight.
    /// </summary>
    public void Show(BambuPrinterEvent item)
    {
        if (Take(item) || Stopwatch.GetElapsedTime(_drawnAt) >= LeastBetween)
        {
            Draw();
        }
    }

    /// <summary>Takes all bars away.</summary>
    public void Dispose() => Complete(0);

    // Gives whether somebody should see it at once.
    private bool Take(BambuPrinterEvent item)
    {
        if (item.DeviceId is not { } id)
        {
            return item.Session is { } session && item.Type switch
            {
                BambuPrinterEventType.Disconnected => _lostAt.TryAdd(session, item.Timestamp),
                BambuPrinterEventType.Reconnected => _lostAt.Remove(session),
                _ => false,
            };
        }
        PrintBar? known = _prints.GetValueOrDefault(id);
        if (item.Status is not { } status)
        {
            return false;
        }
        if (item.Type == BambuPrinterEventType.PrinterOffline)
        {
            // What it said last comes with it.
            bool printed = known is not null || status.State.IsPrinting();
            if (printed)
            {
                _prints[id] = (known ?? new PrintBar(item.DeviceName ?? id, status)) with { OfflineSince = item.Timestamp };
            }
            return printed;
        }
        if (!status.State.IsPrinting())
        {
            return status.State != BambuPrintState.Offline && _prints.Remove(id);
        }
        _prints[id] = new PrintBar(item.DeviceName ?? id, status);
        return known is null || known.Status.State != status.State || known.OfflineSince is not null;
    }

    private void Draw()
    {
        _drawnAt = Stopwatch.GetTimestamp();
        PrintBar[] prints = [.. _prints.Values.OrderBy(print => print.IsInTrouble ? 0 : 1)
            .ThenBy(print => print.Status.RemainingTime ?? TimeSpan.MaxValue).ThenBy(print => print.Name, StringComparer.Ordinal)];
        int room = Math.Clamp(WindowHeight() / 3, 1, MostBars);
        int shown = prints.Length <= room ? prints.Length : room - 1;
        ProgressRecord[] bars =
        [
            .. prints.Take(shown).Select((print, index) => print.Record(index + 1, LostAt(print))),
            .. shown < prints.Length ? [Summary(shown + 1, prints[shown..])] : Array.Empty<ProgressRecord>(),
        ];
        for (int index = 0; index < bars.Length; index++)
        {
            if (index >= _drawn.Count || IsNew(bars[index], _drawn[index]))
            {
                cmdlet.WriteProgress(bars[index]);
            }
        }
        Complete(bars.Length);
        _drawn.Clear();
        _drawn.AddRange(bars);
    }

    private ProgressRecord Summary(int number, PrintBar[] prints)
    {
        int offline = prints.Count(print => print.OfflineSince is not null);
        int paused = prints.Count(print => print is { OfflineSince: null, Status.State: BambuPrintState.Paused });
        TimeSpan? slowest = prints.Max(print => print.Status.RemainingTime);
        DateTime? lost = prints.Min(LostAt);
        string[] parts =
        [
            string.Create(CultureInfo.CurrentCulture, $"{prints.Length - paused - offline} printing"),
            slowest is { } left ? $"slowest {DisplayText.Duration(left)} left" : "",
            paused > 0 ? string.Create(CultureInfo.CurrentCulture, $"{paused} paused") : "",
            offline > 0 ? string.Create(CultureInfo.CurrentCulture, $"{offline} offline") : "",
            lost is { } since ? PrintBar.Unconnected(since) : "",
        ];
        return new ProgressRecord(number, string.Create(CultureInfo.CurrentCulture, $"{prints.Length} more"),
            string.Join(", ", parts.Where(part => part.Length > 0)))
        {
            PercentComplete = (int)prints.Average(print => Math.Clamp(print.Status.Progress ?? 0, 0, 100)),
        };
    }

    private DateTime? LostAt(PrintBar print) =>
        print.Status.Session is { } session && _lostAt.TryGetValue(session, out DateTime lost) ? lost : null;

    private static bool IsNew(ProgressRecord bar, ProgressRecord before) => bar.Activity != before.Activity
        || bar.StatusDescription != before.StatusDescription || bar.PercentComplete != before.PercentComplete;

    private void Complete(int from)
    {
        foreach (ProgressRecord bar in _drawn.Skip(from))
        {
            // Jobs keep what was written → each record is an object of its own.
            cmdlet.WriteProgress(new ProgressRecord(bar.ActivityId, bar.Activity, bar.StatusDescription)
            {
                PercentComplete = bar.PercentComplete,
                RecordType = ProgressRecordType.Completed,
            });
        }
        _drawn.RemoveRange(Math.Min(from, _drawn.Count), Math.Max(0, _drawn.Count - from));
    }

    private int WindowHeight()
    {
        try
        {
            return cmdlet.Host.UI?.RawUI?.WindowSize.Height is > 0 and int height ? height : UsualHeight;
        }
        catch (Exception none) when (none is HostException or NotImplementedException or NotSupportedException or IOException)
        {
            return UsualHeight; // A host without a window, such as a job's.
        }
    }

    private sealed record PrintBar(string Name, BambuPrinterStatus Status)
    {
        public DateTime? OfflineSince { get; init; }

        public bool IsInTrouble => OfflineSince is not null || Status.State == BambuPrintState.Paused;

        public ProgressRecord Record(int number, DateTime? lostAt) =>
            new(number, DisplayText.Clean($"{Name}: {Status.JobName}"), Describe(lostAt))
            {
                PercentComplete = Math.Clamp(Status.Progress ?? 0, 0, 100),
            };

        public static string Unconnected(DateTime lostAt) => string.Create(CultureInfo.CurrentCulture, $"no connection since {lostAt:t}");

        private string Describe(DateTime? lostAt)
        {
            if (OfflineSince is { } offline)
            {
                return string.Create(CultureInfo.CurrentCulture, $"offline since {offline:t}");
            }
            if (lostAt is { } lost)
            {
                return Unconnected(lost);
            }
            string doing = Status.State == BambuPrintState.Running && Status.TotalLayers > 0
                ? string.Create(CultureInfo.CurrentCulture, $"layer {Status.Layer} of {Status.TotalLayers}")
                : $"{ViewText.Doing(new PSObject(Status))}";
            return Status.RemainingTime is { } left ? $"{DisplayText.Duration(left)} left, {doing}" : doing;
        }
    }
}
