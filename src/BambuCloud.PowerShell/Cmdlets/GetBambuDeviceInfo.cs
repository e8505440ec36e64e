using System.Management.Automation;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuDeviceInfo</c>: what the cloud knows of printers' condition.</summary>
[Cmdlet(VerbsCommon.Get, "BambuDeviceInfo", HelpUri = HelpPages.Folder + "Get-BambuDeviceInfo.md")]
[OutputType(typeof(BambuDeviceInfo))]
public sealed class GetBambuDeviceInfo : DeviceQueryCmdlet
{
    private protected override void Query(string? deviceId) =>
        WriteAnswers(deviceId, id => Await(cancellation => Cloud.Devices.GetInfoAsync(id, cancellation)), answer => answer.DeviceId);
}
