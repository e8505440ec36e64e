using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that ask the cloud about each printer, or once about all.</summary>
public abstract class DeviceQueryCmdlet : SessionCmdlet
{
    /// <summary>Makes the cmdlet.</summary>
    protected DeviceQueryCmdlet() => Patterns = new DeviceIdPatterns(AwaitDevices);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId), OrAnother = true)]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>The printers' ids as they were written.</summary>
    private protected DeviceIdPatterns Patterns { get; }

    private protected override IReadOnlyList<string[]?> Ids => [DeviceId];

    /// <summary>Asks about one printer, or about all.</summary>
    private protected abstract void Query(string? deviceId);

    private protected sealed override void Process()
    {
        if (RefuseNoId())
        {
            return;
        }
        foreach (string? id in DeviceId is null or [] ? (IEnumerable<string?>)[null] : Patterns.Expand(DeviceId))
        {
            Try(id, () => Query(id));
        }
    }

    /// <summary>
    /// Writes what the cloud says of one printer, or of all. Asked about none in particular, it may answer for one alone, and not say for
    /// which (API_DEVICES.md); each printer that it did not name is asked about then.
    /// </summary>
    private protected void WriteAnswers<T>(string? deviceId, Func<string?, IReadOnlyList<T>> ask, Func<T, string?> idOf)
    {
        IReadOnlyList<T> answers = ask(deviceId);
        if (deviceId is not null || (answers.Count > 1 && answers.All(answer => idOf(answer) is not null)))
        {
            WriteObject(answers, enumerateCollection: true);
            return;
        }
        ILookup<string?, T> named = answers.ToLookup(idOf, StringComparer.OrdinalIgnoreCase);
        foreach (string id in Patterns.Devices.Select(device => device.DeviceId))
        {
            Try(id, () => WriteObject(named.Contains(id) ? named[id] : ask(id), enumerateCollection: true));
        }
    }
}
