using System.Management.Automation;
using BambuCloud.Client.Files;
using BambuCloud.Completion;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that upload: trying again, and showing how far they are.</summary>
public abstract class UploadCmdlet : SessionCmdlet
{
    /// <summary>How often an upload that broke off is tried again.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, 100)]
    public int RetryCount { get; set; } = 3;

    /// <summary>Sends the file, with a progress bar.</summary>
    /// <param name="file">The file.</param>
    /// <param name="parent">The bar of all files, where there are several; else -1.</param>
    private protected BambuFile Upload(PrintFile file, int parent = -1)
    {
        UploadBar bar = new(file, parent);
        try
        {
            return Await(cancellation => Cloud.Uploads.SendAsync(file, RetryCount, bar.Tell(record => Post(() => WriteProgress(record))), cancellation));
        }
        finally
        {
            WriteProgress(bar.Completed());
        }
    }
}
