using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Resume-BambuPrint</c>: lets paused prints go on.</summary>
[Cmdlet(VerbsLifecycle.Resume, "BambuPrint", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Resume-BambuPrint.md")]
[OutputType(typeof(BambuCommandResult))]
public sealed class ResumeBambuPrint : SessionCmdlet
{
    private readonly PrinterCommands _commands;

    /// <summary>Makes the cmdlet.</summary>
    public ResumeBambuPrint() => _commands = new PrinterCommands(this, BambuPrinterCommand.Resume);

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

    private protected override void End() => _commands.Send(TimeoutSec, ConfirmImpact.Medium);
}
