using BambuCloud.Cmdlets;
using BambuCloud.Output;

namespace BambuCloud.Input;

/// <summary>
/// The printers that a command deals with at once, whether they are given as a parameter or come one by one by the pipeline.
/// </summary>
internal sealed class PrinterCollection(SessionCmdlet cmdlet)
{
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether no printer was named, so that all are meant.</summary>
    public bool All => _ids.Count == 0;

    /// <summary>Takes in what was given.</summary>
    public void Add(string[]? deviceIds) => _ids.UnionWith(deviceIds ?? []);

    /// <summary>Finds the printers; an error is written for each that the account does not have.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.DeviceNotFound"/>: all are meant, and the account has none.</exception>
    public IReadOnlyList<BambuDevice> Find()
    {
        if (All && cmdlet.MyInvocation.ExpectingInput)
        {
            return []; // A pipeline that brought no printer does not mean all of them.
        }
        cmdlet.GetSession().Cloud.EnsureBroker(); // Before any host is called that could not help.
        IReadOnlyList<BambuDevice> devices = cmdlet.AwaitDevices();
        if (devices.Count == 0 && All)
        {
            throw new BambuException(BambuErrorKind.DeviceNotFound, "The account has no printer.");
        }
        NameFilter wanted = new([.. _ids]);
        foreach (string unknown in wanted.Missing(devices.Select(device => device.DeviceId)))
        {
            cmdlet.WriteError(ErrorRecords.Of(UnknownDevice.Fault(unknown, devices), unknown));
        }
        return [.. devices.Where(device => wanted.Wants(device.DeviceId))];
    }
}
