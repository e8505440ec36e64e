using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Rename-BambuDevice</c>: gives a printer another name.</summary>
[Cmdlet(VerbsCommon.Rename, "BambuDevice", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Rename-BambuDevice.md")]
[OutputType(typeof(BambuDevice))]
public sealed class RenameBambuDevice : SessionCmdlet
{
    /// <summary>The printer.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string DeviceId { get; set; } = null!;

    /// <summary>Its new name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateNotBlank]
    public string NewName { get; set; } = null!;

    /// <summary>Writes the printer as the cloud lists it afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (ShouldProcess(TargetOf(DeviceId), $"Rename to '{NewName}'"))
        {
            Try(DeviceId, Rename);
        }
    }

    private void Rename()
    {
        OpenSession session = GetSession();
        BambuDevice renamed = Await(cancellation => session.Cloud.Devices.RenameAsync(DeviceId, NewName, cancellation));
        session.KnownNames.ForgetDevices();
        if (PassThru)
        {
            WriteObject(renamed);
        }
    }
}
