using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Cmdlets;

namespace BambuCloud.Output;

/// <summary>
/// The progress bar of one upload: bytes, percent, speed and the time that is left. It is drawn at most ten times a second.
/// </summary>
internal sealed class UploadBar(PrintFile file, int parent)
{
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);

    private readonly int _number = file.Path.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Uploads a file with a bar.</summary>
    /// <param name="cmdlet">The cmdlet that draws it and waits.</param>
    /// <param name="uploads">Where the file goes.</param>
    /// <param name="file">The file.</param>
    /// <param name="retryCount">How often an upload that broke off is tried again.</param>
    /// <param name="parent">The bar of all files, where there are several; else -1.</param>
    public static BambuFile Upload(BambuCmdlet cmdlet, Uploads uploads, PrintFile file, int retryCount, int parent = -1)
    {
        UploadBar bar = new(file, parent);
        Reporter progress = bar.ProgressOf(record => cmdlet.Post(() => cmdlet.WriteProgress(record)));
        try
        {
            return cmdlet.Await(cancellation => uploads.SendAsync(file, retryCount, progress, cancellation));
        }
        finally
        {
            cmdlet.WriteProgress(bar.Completed());
        }
    }

    /// <summary>Draws what it is told of an upload.</summary>
    private Reporter ProgressOf(Action<ProgressRecord> draw) => new Reporter(this, draw);

    /// <summary>The bar when it is to disappear.</summary>
    private ProgressRecord Completed() => new(_number, $"Uploading {file.Name}", " ")
    {
        RecordType = ProgressRecordType.Completed,
        ParentActivityId = parent,
    };

    private ProgressRecord Record(UploadProgress sent)
    {
        double seconds = Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 0.001);
        double speed = sent.BytesSent / seconds;
        int percent = (int)(sent.BytesSent * 100 / sent.Length);
        return new ProgressRecord(_number, $"Uploading {file.Name}",
            string.Create(CultureInfo.CurrentCulture, $"{percent} %, {Size(sent.BytesSent)} of {Size(sent.Length)}, {Size((long)speed)}/s"))
        {
            PercentComplete = percent,
            SecondsRemaining = (int)Math.Min((sent.Length - sent.BytesSent) / speed, int.MaxValue),
            ParentActivityId = parent,
        };
    }

    private static string Size(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e3:N1} kB")
        : string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e6:N1} MB");

    private sealed class Reporter(UploadBar bar, Action<ProgressRecord> draw) : IProgress<UploadProgress>
    {
        private long _drawn;

        public void Report(UploadProgress value)
        {
            if (_drawn == 0 || value.BytesSent == value.Length || Stopwatch.GetElapsedTime(_drawn) >= BetweenDrawings)
            {
                _drawn = Stopwatch.GetTimestamp();
                draw(bar.Record(value));
            }
        }
    }
}
