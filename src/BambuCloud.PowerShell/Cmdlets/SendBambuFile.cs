using System.Management.Automation;
using BambuCloud.Client.Files;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Send-BambuFile</c>: uploads files to the account's storage.</summary>
[Cmdlet(VerbsCommunications.Send, "BambuFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Send-BambuFile.md")]
[OutputType(typeof(BambuFile))]
public sealed class SendBambuFile : SessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string AllActivity = "Uploading files";
    private const int AllBar = 0;

    /// <summary>The files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(PrintFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, named exactly.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>How often an upload that broke off is tried again.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, 100)]
    public int RetryCount { get; set; } = 3;

    private protected override bool TakesSeveralSessions => false;

    private protected override void Process()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        List<string> files = [];
        foreach (string path in literal ? LiteralPath : Path)
        {
            Try(path, () => files.AddRange(SessionState.FilesOf(path, literal)));
        }
        for (int index = 0; index < files.Count; index++)
        {
            ShowAll(files, index);
            Try(files[index], () => Send(files[index], files.Count > 1 ? AllBar : -1));
        }
        if (files.Count > 1)
        {
            WriteProgress(new ProgressRecord(AllBar, AllActivity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void ShowAll(List<string> files, int index)
    {
        if (files.Count > 1)
        {
            WriteProgress(new ProgressRecord(AllBar, AllActivity, $"file {index + 1} of {files.Count}")
            {
                PercentComplete = index * 100 / files.Count,
            });
        }
    }

    private void Send(string path, int parentBar)
    {
        PrintFile file = PrintFile.Open(path);
        foreach (BambuPrintIssue issue in Await(cancellation => Task.FromResult(file.CheckAll(cancellation))))
        {
            WriteWarning(issue.Message);
        }
        if (ShouldProcess(file.Path, "Upload to the Bambu Lab cloud"))
        {
            OpenSession session = GetSession();
            Write(session, UploadBar.Upload(this, session.Cloud.Uploads, file, RetryCount, parentBar) with { PrintFile = file.Contents });
        }
    }
}
