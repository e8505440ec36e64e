using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuPrinterStatus</c>: what printers are doing now, one object each.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrinterStatus", HelpUri = HelpPages.Folder + "Get-BambuPrinterStatus.md")]
[OutputType(typeof(BambuPrinterStatus))]
public sealed class GetBambuPrinterStatus : SessionCmdlet
{
    private readonly PrinterCollection _printers;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuPrinterStatus() => _printers = new PrinterCollection(this);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>How long a printer may take to answer, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    private protected override void Process() => _printers.Add(DeviceId);

    private protected override void End()
    {
        if (_printers.Find() is not { Count: > 0 } devices)
        {
            return;
        }
        Printers printers = GetSession().Cloud.Printers;
        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSec);
        foreach (BambuPrinterStatus status in Stream(cancellation => printers.GetStatusAsync(devices, timeout, PostError, cancellation)))
        {
            WriteObject(status);
        }
    }
}
