using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>New-BambuTask</c>: makes a task of a model's profile for printers.</summary>
[Cmdlet(VerbsCommon.New, "BambuTask", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-BambuTask.md")]
[OutputType(typeof(BambuTask))]
public sealed class NewBambuTask : SessionCmdlet
{
    private readonly HashSet<(string Device, string Model, string Profile)> _made = [];

    /// <summary>The model.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ModelId { get; set; } = null!;

    /// <summary>The task's title.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = null!;

    /// <summary>The printers.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] DeviceId { get; set; } = [];

    /// <summary>The model's print profile.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ProfileId { get; set; } = null!;

    private protected override void Process()
    {
        // A printer that is named twice gets one task.
        foreach (string id in DeviceId.Where(id => _made.Add((id.ToUpperInvariant(), ModelId, ProfileId))))
        {
            if (ShouldProcess(TargetOf(id), $"Make the task '{Title}'"))
            {
                Try(id, () => Make(id));
            }
        }
    }

    private void Make(string deviceId)
    {
        OpenSession session = GetSession();
        WriteKnown(session.KnownNames,
            Await(cancellation => session.Cloud.Tasks.CreateAsync(ModelId, Title, deviceId, ProfileId, cancellation)));
    }
}
