using System.Management.Automation;
using BambuCloud.Client.Files;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuPrintFile</c>: what is inside files to print, without sending anything.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrintFile", DefaultParameterSetName = PathSet, HelpUri = HelpPages.Folder + "Get-BambuPrintFile.md")]
[OutputType(typeof(BambuPrintFile))]
public sealed class GetBambuPrintFile : BambuCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

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

    private protected override void Process()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        this.ForEachFile(literal ? LiteralPath : Path, literal, file => WriteObject(PrintFile.Open(file).Contents));
    }
}
