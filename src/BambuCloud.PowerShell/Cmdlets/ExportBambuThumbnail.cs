using System.Globalization;
using System.Management.Automation;
using BambuCloud.Client.Files;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Export-BambuThumbnail</c>: writes the pictures of a file's plates.</summary>
[Cmdlet(VerbsData.Export, "BambuThumbnail", DefaultParameterSetName = PathSet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Export-BambuThumbnail.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportBambuThumbnail : BambuCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private string _folder = "";

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

    /// <summary>The plates; all that have a picture without it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PlateCompleter))]
    [ValidateRange(1, 1000)]
    public int[]? Plate { get; set; }

    /// <summary>The folder that the pictures are written into; the current one without it.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>Writes over pictures that are there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    // A folder that there is not is told once, before a file is looked into.
    private protected override void Begin() => _folder = SessionState.FolderOf(Destination);

    private protected override void Process()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        this.ForEachFile(literal ? LiteralPath : Path, literal, file => Export(PrintFile.Open(file)));
    }

    private void Export(PrintFile file)
    {
        IEnumerable<int> plates = Plate ?? file.Contents.Plates.Where(plate => plate.HasThumbnail).Select(plate => plate.Index);
        foreach (int plate in plates.Distinct().DefaultIfEmpty(1))
        {
            Try(file.Path, () => Write(System.IO.Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture,
                $"{file.Contents.Stem}_plate_{plate}.png")), file.ReadThumbnail(plate)));
        }
    }

    private void Write(string target, byte[] picture)
    {
        NewFiles.Ensure(target, Force);
        if (ShouldProcess(DisplayText.Clean(target), "Write the picture"))
        {
            NewFiles.Write(target, picture);
            WriteObject(NewFiles.Item(this, target), enumerateCollection: true);
        }
    }
}
