using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuDeviceInfo</c>: what the cloud knows of printers' condition.</summary>
[Cmdlet(VerbsCommon.Get, "BambuDeviceInfo", HelpUri = HelpPages.Folder + "Get-BambuDeviceInfo.md")]
[OutputType(typeof(BambuDeviceInfo))]
public sealed class GetBambuDeviceInfo : SessionCmdlet
{
    private readonly DeviceQuery _query;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuDeviceInfo() => _query = new DeviceQuery(this);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId), OrAnother = true)]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    private protected override void Begin() => EnsureIds(new GivenIds(DeviceId));

    private protected override void Process()
    {
        GivenIds printers = new(DeviceId);
        if (!RefuseNoId(printers))
        {
            Devices devices = GetSession().Cloud.Devices;
            _query.ForEach(printers, device =>
                _query.WriteAnswers(device, id => Await(cancellation => devices.GetInfoAsync(id, cancellation)),
                    answer => answer.DeviceId));
        }
    }
}
