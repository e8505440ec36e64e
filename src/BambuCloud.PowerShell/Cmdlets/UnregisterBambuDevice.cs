using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Unregister-BambuDevice</c>: takes printers out of the account.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "BambuDevice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Unregister-BambuDevice.md")]
[OutputType(typeof(BambuDevice))]
public sealed class UnregisterBambuDevice : SessionCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<string, BambuDevice>? _before;

    /// <summary>The printers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] DeviceId { get; set; } = [];

    /// <summary>Writes each printer as it was in the account.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        foreach (string id in DeviceId.Where(_seen.Add))
        {
            if (ShouldProcess(TargetOf(id), "Unbind from the account"))
            {
                Try(id, () => Unbind(id));
            }
        }
    }

    private void Unbind(string id)
    {
        if (PassThru)
        {
            _before ??= AwaitDevicesById();
        }
        OpenSession session = GetSession();
        Await(cancellation => session.Cloud.Devices.UnbindAsync(id, cancellation));
        session.KnownNames.ForgetDevices();
        if (_before?.TryGetValue(id, out BambuDevice? unbound) == true)
        {
            WriteObject(unbound);
        }
    }
}
