using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>One progress bar for each printer that prints.</summary>
internal sealed class PrintProgress(Cmdlet cmdlet) : IDisposable
{
    private readonly Dictionary<string, ProgressRecord> _bars = [];
    private int _opened;

    public void Show(BambuPrinterEvent item)
    {
        if (item is not { DeviceId: { } id, Status: { } status })
        {
            return;
        }
        bool printing = status.State is BambuPrinterState.Prepare or BambuPrinterState.Slicing or BambuPrinterState.Running or BambuPrinterState.Pause;
        if (printing)
        {
            int number = _bars.TryGetValue(id, out ProgressRecord? before) ? before.ActivityId : ++_opened;
            ProgressRecord bar = new(number, $"{item.DeviceName}: {status.JobName}", Describe(status)) // Jobs keep what was written, so each has its own.
            {
                PercentComplete = status.Progress ?? 0,
                SecondsRemaining = status.RemainingTime is { } left ? (int)left.TotalSeconds : -1,
            };
            _bars[id] = bar;
            cmdlet.WriteProgress(bar);
        }
        else if (_bars.Remove(id, out ProgressRecord? ended))
        {
            Complete(ended);
        }
    }

    public void Dispose()
    {
        foreach (ProgressRecord bar in _bars.Values)
        {
            Complete(bar);
        }
        _bars.Clear();
    }

    private void Complete(ProgressRecord bar) => cmdlet.WriteProgress(new ProgressRecord(bar.ActivityId, bar.Activity, bar.StatusDescription)
    {
        PercentComplete = bar.PercentComplete,
        RecordType = ProgressRecordType.Completed,
    });

    private static string Describe(BambuPrinterStatus status) => status.State == BambuPrinterState.Running && status.TotalLayers > 0
        ? string.Create(CultureInfo.CurrentCulture, $"layer {status.Layer} of {status.TotalLayers}")
        : $"{(status.Stage is BambuPrinterStage.Idle or BambuPrinterStage.Printing ? status.State : status.Stage)}";
}
