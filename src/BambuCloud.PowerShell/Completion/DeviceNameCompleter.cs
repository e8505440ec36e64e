using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The names of the account's printers.</summary>
internal sealed class DeviceNameCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        known.GetDevices().GroupBy(device => device.Name, DeviceIdCompleter.ToolTipOf)
            .Select(namesakes => new Suggestion(namesakes.Key, null, string.Join("; ", namesakes)) { IsPattern = true });
}
