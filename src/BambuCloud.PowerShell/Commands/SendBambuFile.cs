using System.Management.Automation;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary><c>Send-BambuFile</c>: uploads files to the account's storage.</summary>
[Cmdlet(VerbsCommunications.Send, "BambuFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(BambuFile))]
public sealed class SendBambuFile : UploadCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, named exactly.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    private protected override void Process()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            Try(path, () =>
            {
                foreach (string file in FilesOf(path, literal))
                {
                    Try(file, () => Send(file));
                }
            });
        }
    }

    private void Send(string path)
    {
        PrintFile file = PrintFile.Open(path);
        if (ShouldProcess(file.Path, "Upload to the Bambu Lab cloud"))
        {
            WriteObject(Upload(file));
        }
    }
}
