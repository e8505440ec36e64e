using System.Management.Automation;
using System.Security;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Connect-BambuPrinter</c>: connects to printers themselves, in the local network.</summary>
[Cmdlet(VerbsCommunications.Connect, "BambuPrinter", DefaultParameterSetName = AddressSet,
    HelpUri = HelpPages.Folder + "Connect-BambuPrinter.md")]
[OutputType(typeof(BambuDevice))]
public sealed class ConnectBambuPrinter : BambuCmdlet
{
    private const string AddressSet = "Address";
    private const string SavedSet = "Saved";

    /// <summary>Host name or IP address; without it, where the printer was saved with or announces itself from.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateNotBlank]
    public string? Address { get; set; }

    /// <summary>The printer's serial number; without it, whoever answers at the address is asked for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = AddressSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SavedSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DeviceId { get; set; }

    /// <summary>The access code that the printer's screen shows; without it, the saved one or the account's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = AddressSet)]
    [CodeText]
    [AllowNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public SecureString? AccessCode { get; set; }

    /// <summary>What it is called here.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Name { get; set; }

    /// <summary>Its model, by name or code.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Model { get; set; }

    /// <summary>A PEM file with roots that may vouch for the printer's certificate.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ValidateNotNullOrEmpty]
    public string? CACertificatePath { get; set; }

    /// <summary>The port of its broker.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 65535)]
    public int MqttPort { get; set; } = PrinterDialogue.DefaultMqttPort;

    /// <summary>The port of its file server.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 65535)]
    public int FtpsPort { get; set; } = PrinterDialogue.DefaultFtpsPort;

    /// <summary>The port of its camera; that of its model without it.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 65535)]
    public int? CameraPort { get; set; }

    /// <summary>Takes a certificate that is not known yet, or that is another one than before, without asking.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    public SwitchParameter AcceptNewCertificate { get; set; }

    /// <summary>Keeps address and access code for later processes.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    public SwitchParameter Save { get; set; }

    /// <summary>Keeps the access code in this vault of Microsoft.PowerShell.SecretManagement.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Connects to the printers that were saved.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SavedSet)]
    public SwitchParameter Saved { get; set; }

    /// <summary>Writes the printers.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // What comes from the pipeline may lack them; who types one means something.
    private protected override void Begin()
    {
        foreach (string parameter in new[] { nameof(AccessCode), nameof(Name), nameof(Model) })
        {
            if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? typed) && typed is (null or ""))
            {
                ThrowTerminatingError(ErrorRecords.NoText(parameter));
            }
        }
    }

    private protected override void Process()
    {
        PrinterDialogue dialogue = new(this);
        if (ParameterSetName == SavedSet)
        {
            foreach (KnownPrinter saved in dialogue.Saved(DeviceId))
            {
                Try(saved.DeviceId, () => Open(dialogue, new PrinterAddress { DeviceId = saved.DeviceId }));
            }
            return;
        }
        PrinterAddress given = new()
        {
            Host = Address?.Trim(),
            MqttPort = MyInvocation.BoundParameters.ContainsKey(nameof(MqttPort)) ? MqttPort : null,
            FtpsPort = MyInvocation.BoundParameters.ContainsKey(nameof(FtpsPort)) ? FtpsPort : null,
            DeviceId = DeviceId,
            AccessCode = AccessCode is { Length: > 0 } ? AccessCode : null,
            Name = string.IsNullOrWhiteSpace(Name) ? null : Name,
            Model = string.IsNullOrWhiteSpace(Model) ? null : Model,
            CACertificatePath = CACertificatePath is null ? null : SessionState.FilesOf(CACertificatePath, literal: true)[0],
            AcceptsNewCertificate = AcceptNewCertificate,
            CameraPort = CameraPort,
            IsSaved = Save || Vault is not null,
            Vault = Vault,
        };
        Try(DeviceId ?? Address, () => Open(dialogue, given));
    }

    private void Open(PrinterDialogue dialogue, PrinterAddress address)
    {
        PrinterSession printer = dialogue.Open(address);
        if (OpenPrinters.Add(printer) is { } before)
        {
            Await(_ => before.DisposeAsync().AsTask());
        }
        if (PassThru)
        {
            BambuDevice device = printer.Device with { };
            device.Session = printer.Info;
            WriteObject(device);
        }
    }
}
