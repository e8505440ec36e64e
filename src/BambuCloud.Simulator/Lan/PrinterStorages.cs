using System.Collections.Concurrent;

namespace BambuCloud.Simulator;

/// <summary>The SD cards of all printers. Each has one, whether or not it can be reached itself.</summary>
internal sealed class PrinterStorages : IDisposable
{
    private readonly ConcurrentDictionary<string, PrinterStorage> _storages = [];

    public PrinterStorage this[string deviceId] => _storages.GetOrAdd(deviceId, _ => new PrinterStorage());

    public void Dispose()
    {
        foreach (PrinterStorage storage in _storages.Values)
        {
            storage.Dispose();
        }
    }
}
