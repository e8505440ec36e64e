using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>One progress bar for each printer that prints.</summary>
internal sealed class PrintProgress(Cmdlet cmdlet)
{
    private readonly Dictionary<string, ProgressRecord> _bars = [];

    public void Show(BambuPrinterEvent item)
    {
        if (item is not { DeviceId: { } id, Status: { } status })
        {
            return;
        }
        bool printing = status.State is BambuPrinterState.Prepare or BambuPrinterState.Slicing or BambuPrinterState.Running or BambuPrinterState.Pause;
        if (printing)
        {
            if (!_bars.TryGetValue(id, out ProgressRecord? bar))
            {
                _bars[id] = bar = new ProgressRecord(_bars.Count + 1, $"{item.DeviceName}", " ");
            }
            bar.Activity = $"{item.DeviceName}: {status.JobName}";
            bar.StatusDescription = Describe(status);
            bar.PercentComplete = status.Progress ?? 0;
            bar.SecondsRemaining = status.RemainingTime is { } left ? (int)left.TotalSeconds : -1;
            cmdlet.WriteProgress(bar);
        }
        else if (_bars.Remove(id, out ProgressRecord? ended))
        {
            Complete(ended);
        }
    }

    public void Close()
    {
        foreach (ProgressRecord bar in _bars.Values)
        {
            Complete(bar);
        }
        _bars.Clear();
    }

    private void Complete(ProgressRecord bar)
    {
        bar.RecordType = ProgressRecordType.Completed;
        cmdlet.WriteProgress(bar);
    }

    private static string Describe(BambuPrinterStatus status) => status.State == BambuPrinterState.Running && status.TotalLayers > 0
        ? string.Create(CultureInfo.CurrentCulture, $"layer {status.Layer} of {status.TotalLayers}")
        : $"{(status.Stage is BambuPrinterStage.Idle or BambuPrinterStage.Printing ? status.State : status.Stage)}";
}
