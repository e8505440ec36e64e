using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuDevice</c>: the printers of the account.</summary>
[Cmdlet(VerbsCommon.Get, "BambuDevice", HelpUri = HelpPages.Folder + "Get-BambuDevice.md")]
[OutputType(typeof(BambuDevice))]
public sealed class GetBambuDevice : SessionCmdlet
{
    private IReadOnlyList<BambuDevice>? _devices;

    /// <summary>Only printers with these names.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(DeviceNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only printers with these ids.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>Only printers that are online.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    private protected override void Process()
    {
        NameFilter names = new(Name);
        NameFilter ids = new(DeviceId);
        if (_devices is null)
        {
            _devices = AwaitDevices();
            WriteMissing(names.Missing(_devices.Select(device => device.Name)), "name"); // Once: names do not come from the pipeline.
        }
        WriteMissing(ids.Missing(_devices.Select(device => device.DeviceId)), "id");
        WriteObject(_devices.Where(device => names.Wants(device.Name) && ids.Wants(device.DeviceId) && (!Online || device.Online)),
            enumerateCollection: true);
    }

    private void WriteMissing(IEnumerable<string> missing, string what)
    {
        foreach (string text in missing)
        {
            WriteError(ErrorRecords.Of(new BambuException(BambuErrorKind.DeviceNotFound,
                $"No printer of this account has the {what} '{text}'.")
            { Subject = text }, text));
        }
    }
}
