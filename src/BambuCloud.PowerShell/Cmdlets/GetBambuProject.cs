using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuProject</c>: the account's projects, or single ones with files, profiles and plates.</summary>
[Cmdlet(VerbsCommon.Get, "BambuProject", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Folder + "Get-BambuProject.md")]
[OutputType(typeof(BambuProject))]
public sealed class GetBambuProject : SessionCmdlet
{
    private const string ListSet = "List";
    private const string DetailSet = "Detail";

    /// <summary>These projects, in detail.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = DetailSet)]
    [IdOf(nameof(BambuProject.ProjectId))]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ProjectId { get; set; } = [];

    /// <summary>Only projects with these names.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(ProjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>So many at the most.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>So many of the first ones are left out.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == ListSet)
        {
            WriteList();
            return;
        }
        foreach (string id in ProjectId)
        {
            Try(id, () => WriteKnown(Await(cancellation => Cloud.Projects.GetAsync(id, cancellation))));
        }
    }

    private void WriteList()
    {
        NameFilter names = new(Name);
        foreach (BambuProject project in Stream(cancellation => Cloud.Projects.ListAsync(Name is null ? Skip : 0, Name is null ? First : int.MaxValue, cancellation))
            .Where(project => names.Wants(project.Name ?? "")).Skip(Name is null ? 0 : Skip).Take(First))
        {
            WriteKnown(project);
        }
    }
}
