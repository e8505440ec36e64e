using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuDeviceInfo</c>: what the cloud knows of printers' condition.</summary>
[Cmdlet(VerbsCommon.Get, "BambuDeviceInfo", HelpUri = HelpPages.Folder + "Get-BambuDeviceInfo.md")]
[OutputType(typeof(BambuDeviceInfo))]
public sealed class GetBambuDeviceInfo : SessionCmdlet
{
    private readonly DeviceAnswers<BambuDeviceInfo> _answers;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuDeviceInfo() => _answers = new DeviceAnswers<BambuDeviceInfo>(this)
    {
        Ask = (session, id, cancellation) => session.Cloud.Devices.GetInfoAsync(id, cancellation),
        IdOf = answer => answer.DeviceId,
        Complete = (answer, device) => answer with
        {
            Name = answer.Name ?? device.Name,
            Model = answer.Model ?? device.Model,
            ModelCode = answer.ModelCode ?? device.ModelCode,
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
