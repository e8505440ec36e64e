using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuProject</c>: the account's projects, or single ones with files, profiles and plates.</summary>
[Cmdlet(VerbsCommon.Get, "BambuProject", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Folder + "Get-BambuProject.md")]
[OutputType(typeof(BambuProject))]
public sealed class GetBambuProject : SessionCmdlet
{
    private const string ListSet = "List";
    private const string DetailSet = "Detail";

    /// <summary>These projects, in detail.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = DetailSet)]
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

    /// <summary>So many at the most; with several sessions, of each.</summary>
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
            Try(id, () =>
            {
                OpenSession session = GetSession();
                Write(session, Await(cancellation => session.Cloud.Projects.GetAsync(id, cancellation)));
            });
        }
    }

    private void WriteList()
    {
        NameFilter names = new(Name);
        bool all = Name is null; // The cloud knows no names → it is asked for as many as match only where all do.
        foreach (OpenSession session in GetSessions())
        {
            IEnumerable<BambuProject> projects = Stream(cancellation =>
                session.Cloud.Projects.ListAsync(all ? Skip : 0, all ? First : int.MaxValue, cancellation));
            Write(session, projects.Where(project => names.Wants(project.Name ?? "")).Skip(all ? 0 : Skip).Take(First));
        }
    }
}
