using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;
using BambuCloud.Cmdlets;

namespace BambuCloud.Output;

/// <summary>
/// The progress bar of one upload or download: bytes, percent, speed and the time that is left. It is drawn at most ten times a second.
/// </summary>
internal sealed class TransferBar : IProgress<UploadProgress>, IProgress<DownloadProgress>
{
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);

    private readonly Action<ProgressRecord> _draw;
    private readonly string _activity;
    private readonly int _number;
    private readonly int _parent;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _drawn;

    private TransferBar(BambuCmdlet cmdlet, string activity, string key, int parent)
    {
        _draw = record => cmdlet.Post(() => cmdlet.WriteProgress(record));
        _activity = activity;
        _number = key.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
        _parent = parent;
    }

    /// <summary>Uploads a file with a bar.</summary>
    /// <param name="cmdlet">The cmdlet that draws it and waits.</param>
    /// <param name="file">The file.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="parent">The bar of all files, where there are several; else -1.</param>
    public static T Upload<T>(
        BambuCmdlet cmdlet, PrintFile file, Func<IProgress<UploadProgress>, CancellationToken, Task<T>> send, int parent = -1)
    {
        TransferBar bar = new(cmdlet, $"Uploading {DisplayText.Clean(file.Name)}", file.Path, parent);
        try
        {
            return cmdlet.Await(cancellation => send(bar, cancellation));
        }
        finally
        {
            cmdlet.WriteProgress(bar.Completed());
        }
    }

    /// <summary>Downloads a file with a bar.</summary>
    /// <param name="cmdlet">The cmdlet that draws it and waits.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="receive">Receives it.</param>
    public static void Download(BambuCmdlet cmdlet, string name, Func<IProgress<DownloadProgress>, CancellationToken, Task> receive)
    {
        TransferBar bar = new(cmdlet, $"Downloading {DisplayText.Clean(name)}", name, -1);
        try
        {
            cmdlet.Await(cancellation => receive(bar, cancellation));
        }
        finally
        {
            cmdlet.WriteProgress(bar.Completed());
        }
    }

    /// <inheritdoc/>
    public void Report(UploadProgress value) => Draw(value.BytesSent, value.Length);

    /// <inheritdoc/>
    public void Report(DownloadProgress value) => Draw(value.BytesReceived, value.Length);

    private void Draw(long moved, long? length)
    {
        if (_drawn == 0 || moved == length || Stopwatch.GetElapsedTime(_drawn) >= BetweenDrawings)
        {
            _drawn = Stopwatch.GetTimestamp();
            _draw(Record(moved, length));
        }
    }

    private ProgressRecord Completed() => new(_number, _activity, " ")
    {
        RecordType = ProgressRecordType.Completed,
        ParentActivityId = _parent,
    };

    private ProgressRecord Record(long moved, long? length)
    {
        double speed = moved / Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 0.001);
        string rate = $"{Size((long)speed)}/s";
        if (length is not > 0)
        {
            return new ProgressRecord(_number, _activity, $"{Size(moved)}, {rate}") { ParentActivityId = _parent };
        }
        int percent = (int)Math.Min(moved * 100 / length.Value, 100);
        return new ProgressRecord(_number, _activity,
            string.Create(CultureInfo.CurrentCulture, $"{percent} %, {Size(moved)} of {Size(length.Value)}, {rate}"))
        {
            PercentComplete = percent,
            SecondsRemaining = (int)Math.Min((length.Value - moved) / speed, int.MaxValue),
            ParentActivityId = _parent,
        };
    }

    private static string Size(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e3:N1} kB")
        : string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e6:N1} MB");
}
