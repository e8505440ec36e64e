using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>
/// Printers' ids as people write them: a pattern stands for all ids of the account that match it. The account is asked once, and only
/// where it matters.
/// </summary>
internal sealed class DeviceIdPatterns(Func<IReadOnlyList<BambuDevice>> list)
{
    private IReadOnlyList<BambuDevice>? _devices;

    /// <summary>The account's printers.</summary>
    public IReadOnlyList<BambuDevice> Devices => _devices ??= list();

    /// <summary>The ids that are meant.</summary>
    public IEnumerable<string> Expand(IEnumerable<string> ids) => ids.SelectMany(Expand);

    /// <summary>Refuses an id that nothing was found for, where that is because the account has no such printer.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.DeviceNotFound"/>.</exception>
    public void EnsureKnown(string id)
    {
        if (!Devices.Any(device => device.DeviceId.Equals(id, StringComparison.OrdinalIgnoreCase)))
        {
            throw UnknownDevice.Fault(id, Devices);
        }
    }

    private IEnumerable<string> Expand(string id)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(id))
        {
            return [id];
        }
        NameFilter filter = new([id]);
        return Devices.Select(device => device.DeviceId).Where(filter.Wants);
    }
}
