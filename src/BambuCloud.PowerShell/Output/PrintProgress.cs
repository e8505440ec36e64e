using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Output;

/// <summary>One progress bar for each printer that prints.</summary>
internal sealed class PrintProgress(Cmdlet cmdlet) : IDisposable
{
    // A prompt shows no more than this either; a job keeps every record for good.
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, Bar> _bars = [];
    private int _opened;

    public void Show(BambuPrinterEvent item)
    {
        if (item is not { DeviceId: { } id, Status: { } status })
        {
            return;
        }
        if (status.State.IsPrinting())
        {
            Bar? before = _bars.GetValueOrDefault(id);
            if (before is not null && before.State == status.State && Stopwatch.GetElapsedTime(before.ShownAt) < LeastBetween)
            {
                return;
            }
            int number = before?.Record.ActivityId ?? ++_opened;
            // Jobs keep what was written, so each has its own.
            ProgressRecord record = new(number, DisplayText.Clean($"{item.DeviceName}: {status.JobName}"), Describe(status))
            {
                PercentComplete = status.Progress ?? 0,
                SecondsRemaining = status.RemainingTime is { } left ? (int)left.TotalSeconds : -1,
            };
            _bars[id] = new Bar(record, status.State, Stopwatch.GetTimestamp());
            cmdlet.WriteProgress(record);
        }
        else if (_bars.Remove(id, out Bar? ended))
        {
            Complete(ended.Record);
        }
    }

    public void Dispose()
    {
        foreach (Bar bar in _bars.Values)
        {
            Complete(bar.Record);
        }
        _bars.Clear();
    }

    private void Complete(ProgressRecord bar) =>
        cmdlet.WriteProgress(new ProgressRecord(bar.ActivityId, bar.Activity, bar.StatusDescription)
        {
            PercentComplete = bar.PercentComplete,
            RecordType = ProgressRecordType.Completed,
        });

    private static string Describe(BambuPrinterStatus status) => status.State == BambuPrinterState.Running && status.TotalLayers > 0
        ? string.Create(CultureInfo.CurrentCulture, $"layer {status.Layer} of {status.TotalLayers}")
        : $"{ViewText.Doing(new PSObject(status))}";

    private sealed record Bar(ProgressRecord Record, BambuPrinterState State, long ShownAt);
}
