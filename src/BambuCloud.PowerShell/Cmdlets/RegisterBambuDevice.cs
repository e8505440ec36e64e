using System.Management.Automation;
using System.Security;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Register-BambuDevice</c>: binds a printer to the account.</summary>
[Cmdlet(VerbsLifecycle.Register, "BambuDevice", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Register-BambuDevice.md")]
[OutputType(typeof(BambuDeviceBinding))]
public sealed class RegisterBambuDevice : SessionCmdlet
{
    /// <summary>The printer's serial number.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string DeviceId { get; set; } = null!;

    /// <summary>The name that it gets.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateNotBlank]
    public string Name { get; set; } = null!;

    /// <summary>The code that the printer shows; without it, who sits at the host is asked for it.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [CodeText]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public SecureString? BindCode { get; set; }

    private protected override bool TakesSeveralSessions => false;

    private protected override void Process()
    {
        if (ShouldProcess(DeviceId, $"Bind to the account as '{Name}'"))
        {
            SecureString? given = BindCode ?? CodePrompt.Ask(this, "Binding a printer to the account",
                $"Enter the code that '{DeviceId}' shows.", nameof(BindCode));
            if (given is null)
            {
                WriteError(ErrorRecords.NoBindCode(DeviceId));
                return;
            }
            string code = SecretText.Of(given);
            Try(DeviceId, () =>
            {
                OpenSession session = GetSession();
                BambuDeviceBinding binding = Await(cancellation => session.Cloud.Devices.BindAsync(DeviceId, Name, code, cancellation));
                session.KnownNames.ForgetDevices();
                Write(session, binding);
            });
        }
    }
}
