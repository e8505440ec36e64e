using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>Asks the cloud about each printer that was given, or once about all.</summary>
internal sealed class DeviceQuery(SessionCmdlet cmdlet)
{
    /// <summary>The printers' ids as they were written.</summary>
    public DeviceIdPatterns Patterns { get; } = new(cmdlet.AwaitDevices);

    /// <summary>Asks about each printer that was given, or about all. An error that concerns one leaves the others their turn.</summary>
    public void ForEach(GivenIds given, Action<string?> ask)
    {
        foreach (string? id in given.Any ? Patterns.Expand(given.All) : (IEnumerable<string?>)[null])
        {
            cmdlet.Try(id, () => ask(id));
        }
    }

    /// <summary>
    /// Writes what the cloud says of one printer, or of all. Asked about none in particular, it may answer for one alone, and not say for
    /// which (API_DEVICES.md) → each printer that it did not name is asked about then.
    /// </summary>
    public void WriteAnswers<T>(string? deviceId, Func<string?, IReadOnlyList<T>> ask, Func<T, string?> idOf)
    {
        IReadOnlyList<T> answers = ask(deviceId);
        if (deviceId is not null || (answers.Count > 1 && answers.All(answer => idOf(answer) is not null)))
        {
            cmdlet.WriteObject(answers, enumerateCollection: true);
            return;
        }
        ILookup<string?, T> named = answers.ToLookup(idOf, StringComparer.OrdinalIgnoreCase);
        foreach (string id in Patterns.Devices.Select(device => device.DeviceId))
        {
            cmdlet.Try(id, () => cmdlet.WriteObject(named.Contains(id) ? named[id] : ask(id), enumerateCollection: true));
        }
    }
}
