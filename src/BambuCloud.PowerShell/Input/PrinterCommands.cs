using BambuCloud.Client.Live;
using BambuCloud.Cmdlets;
using BambuCloud.Output;

namespace BambuCloud.Input;

/// <summary>
/// A command to the printers that the pipeline brings. They get it side by side when all are there: with a large fleet the answers are
/// waited for together.
/// </summary>
internal sealed class PrinterCommands(SessionCmdlet cmdlet, BambuPrinterCommand command)
{
    private readonly List<string> _ids = [];

    /// <summary>Takes in printers, each once, that the user agrees to.</summary>
    public void Add(IEnumerable<string> deviceIds) => _ids.AddRange(deviceIds.Where(id =>
        !_ids.Contains(id, StringComparer.OrdinalIgnoreCase) && cmdlet.ShouldProcess(cmdlet.TargetOf(id), $"{command} the print")));

    /// <summary>Sends the command, and writes what became of it.</summary>
    /// <param name="timeoutSec">How long a printer may take to show it, in seconds.</param>
    public void Send(int timeoutSec)
    {
        if (_ids.Count == 0)
        {
            return;
        }
        cmdlet.GetSession().Cloud.EnsureBroker();
        Dictionary<string, BambuDevice> all = cmdlet.AwaitDevicesById();
        foreach (string unknown in _ids.Where(id => !all.ContainsKey(id)))
        {
            cmdlet.WriteError(ErrorRecords.Of(UnknownDevice.Fault(unknown, all.Values), unknown));
        }
        BambuDevice[] devices = [.. _ids.Where(all.ContainsKey).Select(id => all[id])];
        Printers printers = cmdlet.GetSession().Cloud.Printers;
        TimeSpan timeout = TimeSpan.FromSeconds(timeoutSec);
        foreach (BambuCommandResult result in cmdlet.Stream(cancellation => printers.SendAsync(devices, command, timeout, cancellation)))
        {
            cmdlet.WriteObject(RecommendedAction.Added(result));
        }
    }
}
