using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuFirmware</c>: printers' firmware, and whether there is a newer one.</summary>
[Cmdlet(VerbsCommon.Get, "BambuFirmware", HelpUri = HelpPages.Folder + "Get-BambuFirmware.md")]
[OutputType(typeof(BambuDeviceFirmware))]
public sealed class GetBambuFirmware : SessionCmdlet
{
    private readonly DeviceAnswers<BambuDeviceFirmware> _answers;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuFirmware() => _answers = new DeviceAnswers<BambuDeviceFirmware>(this)
    {
        Ask = (session, id, cancellation) => session.Cloud.Devices.GetVersionAsync(id, cancellation),
        IdOf = answer => answer.DeviceId,
        Complete = (answer, device) => answer with
        {
            DeviceName = device.Name,
            Model = device.Model,
            ModelCode = device.ModelCode,
        },
    };

    /// <summary>The printers, by id, name or pattern; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process()
    {
        Given<PrinterName> given = new(Printer);
        if (!RefuseNone(given))
        {
            _answers.Write(given);
        }
    }

    private protected override void End() => _answers.WriteAll();
}
