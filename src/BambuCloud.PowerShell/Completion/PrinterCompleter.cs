using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>
/// The names of the account's printers, and the ids of those that bear the same name or one that nobody could type; all ids where the word
/// begins as one.
/// </summary>
internal sealed class PrinterCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        from device in known.GetDevices().Concat(OpenPrinters.All.Select(printer => printer.Itself!.Device))
            .DistinctBy(device => device.DeviceId)
        group device by device.Name into namesakes
        let byName = namesakes.Count() == 1 && namesakes.Key.Length > 0 && !namesakes.Key.Any(char.IsControl)
        from device in namesakes
        from suggestion in byName ? (Suggestion[])[ByName(device), ById(device) with { Name = null, IsHidden = true }] : [ById(device)]
        select suggestion;

    private static Suggestion ByName(BambuDevice device) => new(device.Name, null, ToolTipOf(device))
    {
        Label = $"{device.Name} ({device.DeviceId})",
    };

    private static Suggestion ById(BambuDevice device) => new(device.DeviceId, device.Name, ToolTipOf(device))
    {
        Label = $"{device.Name} ({device.DeviceId})",
    };

    private static string ToolTipOf(BambuDevice device) => $"{device.Name}: " + Line(
        device.Model ?? "printer",
        device.Online ? "online" : "offline",
        device.State == BambuPrintState.Unknown ? null : $"{device.State}",
        device.DeviceId);
}
