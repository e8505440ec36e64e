using System.Management.Automation;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuDeviceVersion</c>: printers' firmware, and whether there is a newer one.</summary>
[Cmdlet(VerbsCommon.Get, "BambuDeviceVersion", HelpUri = HelpPages.Folder + "Get-BambuDeviceVersion.md")]
[OutputType(typeof(BambuDeviceVersion))]
public sealed class GetBambuDeviceVersion : DeviceQueryCmdlet
{
    private protected override void Query(string? deviceId) =>
        WriteAnswers(deviceId, id => Await(cancellation => Cloud.Devices.GetVersionAsync(id, cancellation)), answer => answer.DeviceId);
}
