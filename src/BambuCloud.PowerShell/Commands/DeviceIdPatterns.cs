using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>Printers' ids as people write them: a pattern stands for all ids of the account that match it.</summary>
internal sealed class DeviceIdPatterns(Func<IReadOnlyList<BambuDevice>> list)
{
    private IReadOnlyList<BambuDevice>? _devices;

    /// <summary>The ids that are meant.</summary>
    public IEnumerable<string> Expand(IEnumerable<string> ids) => ids.SelectMany(Expand);

    private IEnumerable<string> Expand(string id)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(id))
        {
            return [id];
        }
        _devices ??= list();
        NameFilter filter = new([id]);
        return _devices.Select(device => device.DeviceId).Where(filter.Wants);
    }
}
