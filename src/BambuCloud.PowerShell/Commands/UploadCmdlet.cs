using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using BambuCloud.Client;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace BambuCloud.Commands;

/// <summary>What the cmdlets that upload have in common: finding files, and showing how far they are.</summary>
public abstract class UploadCmdlet : BambuCmdlet
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files of a path, which may have wildcards unless it is literal.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileNotFound"/> or <see cref="BambuErrorKind.NotAFile"/>.</exception>
    private protected Collection<string> FilesOf(string path, bool literal)
    {
        try
        {
            ProviderInfo provider;
            Collection<string> files = literal
                ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            return provider.Name != FileSystem ? throw Fault(BambuErrorKind.NotAFile, path, "is not in the file system.")
                : files.Count == 0 ? throw Fault(BambuErrorKind.FileNotFound, path, "matches no file.")
                : files;
        }
        catch (ItemNotFoundException)
        {
            throw Fault(BambuErrorKind.FileNotFound, path, "does not exist.");
        }
        catch (Exception notFound) when (notFound is DriveNotFoundException or ProviderNotFoundException)
        {
            throw Fault(BambuErrorKind.FileNotFound, path, $"names no drive of this session: {notFound.Message}");
        }
    }

    /// <summary>Sends the file, with a progress bar.</summary>
    private protected BambuFile Upload(PrintFile file)
    {
        int number = file.Path.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
        try
        {
            return Await(cancellation => Session.Uploads.SendAsync(file, new PercentProgress(percent => Post(() => Show(percent))), cancellation));
        }
        finally
        {
            WriteProgress(new ProgressRecord(number, $"Uploading {file.Name}", " ") { RecordType = ProgressRecordType.Completed });
        }

        void Show(int percent) => WriteProgress(new ProgressRecord(number, $"Uploading {file.Name}",
            string.Create(CultureInfo.CurrentCulture, $"{percent} % of {Size(file.Length)}"))
        {
            PercentComplete = percent,
        });
    }

    private static string Size(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e3:N1} kB")
        : string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e6:N1} MB");

    private static BambuException Fault(BambuErrorKind kind, string path, string what) => new(kind, $"The path '{path}' {what}") { Subject = path };

    private sealed class PercentProgress(Action<int> changed) : IProgress<UploadProgress>
    {
        private int _percent = -1;

        public void Report(UploadProgress value)
        {
            int percent = (int)(value.BytesSent * 100 / value.Length);
            if (percent != _percent)
            {
                _percent = percent;
                changed(percent);
            }
        }
    }
}
