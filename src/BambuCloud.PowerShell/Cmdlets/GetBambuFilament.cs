using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuFilament</c>: which filament is in which printer, one object for each place for a spool.</summary>
[Cmdlet(VerbsCommon.Get, "BambuFilament", HelpUri = HelpPages.Folder + "Get-BambuFilament.md")]
[OutputType(typeof(BambuFilamentSlot))]
public sealed class GetBambuFilament : SessionCmdlet
{
    private readonly PrinterInput _printers;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuFilament() => _printers = new PrinterInput(this) { Live = true, Own = true };

    /// <summary>The printers, by id, name or pattern; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>Only filament of these materials: <c>PETG</c>, or a pattern such as <c>PLA*</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Material { get; set; }

    /// <summary>Only filament of these colours: a word such as <c>Black</c>, a code such as <c>#000000</c>, or a pattern.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Color { get; set; }

    /// <summary>How long a printer may take to answer, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process() => AddPrinters(_printers, Printer);

    private protected override void End()
    {
        NameFilter materials = new(Material);
        NameFilter colors = new(Color);
        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSec);
        foreach (BambuFilamentSlot slot in StreamFrom(_printers.FoundOrAll(), (session, devices, cancellation) =>
            session.Printers.GetFilamentAsync(devices, timeout, PostError, cancellation)))
        {
            if (materials.Wants(slot.Material ?? "") && (colors.Wants(slot.ColorName ?? "") || colors.Wants(slot.Color ?? "")))
            {
                WriteObject(slot);
            }
        }
    }
}
