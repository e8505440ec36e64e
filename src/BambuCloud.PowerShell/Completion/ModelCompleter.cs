using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The models of the account's printers, which are found by their codes too.</summary>
internal sealed class ModelCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) => known.GetDevices()
        .Where(device => device.Model is not null)
        .Select(device => new Suggestion(device.Model!, device.ModelCode,
            "Model: " + Line(device.Model, device.ModelCode))
        { IsPattern = true });
}
