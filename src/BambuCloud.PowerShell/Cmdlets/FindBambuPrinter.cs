using System.Management.Automation;
using BambuCloud.Client.Lan;
using BambuCloud.Completion;

namespace BambuCloud.Cmdlets;

/// <summary><c>Find-BambuPrinter</c>: the printers that announce themselves in the local network. It needs no session.</summary>
[Cmdlet(VerbsCommon.Find, "BambuPrinter", HelpUri = HelpPages.Folder + "Find-BambuPrinter.md")]
[OutputType(typeof(BambuFoundPrinter))]
public sealed class FindBambuPrinter : BambuCmdlet
{
    /// <summary>How long to listen, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 12;

    /// <summary>The UDP port on which printers announce themselves.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 2021;

    private protected override void Process()
    {
        TimeSpan duration = TimeSpan.FromSeconds(TimeoutSec);
        foreach (BambuFoundPrinter printer in Stream(cancellation =>
            PrinterDiscovery.FindAsync(Port, duration, TimeProvider.System, cancellation)))
        {
            WriteObject(printer);
        }
    }
}
