using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Stop-BambuPrint</c>: ends what printers print; it cannot be taken up again.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BambuPrint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Stop-BambuPrint.md")]
[OutputType(typeof(BambuCommandResult))]
public sealed class StopBambuPrint : SessionCmdlet
{
    private readonly PrinterCommands _commands;

    /// <summary>Makes the cmdlet.</summary>
    public StopBambuPrint() => _commands = new PrinterCommands(this, BambuPrinterCommand.Stop);

    /// <summary>The printers, by id, name or pattern.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>How long a printer may take to show it, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 15;

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process() => AddPrinters(_commands.Printers, Printer);

    private protected override void End() => _commands.Send(TimeoutSec, ConfirmImpact.High);
}
