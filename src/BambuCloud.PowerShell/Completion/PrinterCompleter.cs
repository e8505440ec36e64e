using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The names of the account's printers, which are found by their ids too; the ids of those that bear the same name.</summary>
internal sealed class PrinterCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        from device in known.GetDevices()
        group device by device.Name into namesakes
        let single = namesakes.Count() == 1 && namesakes.Key.Length > 0
        from device in namesakes
        select single
            ? new Suggestion(device.Name, device.DeviceId, ToolTipOf(device))
            : new Suggestion(device.DeviceId, device.Name, ToolTipOf(device));

    private static string ToolTipOf(BambuDevice device) => $"{device.Name}: " + Line(
        device.Model ?? "printer",
        device.Online ? "online" : "offline",
        device.State == BambuPrintState.Unknown ? null : $"{device.State}",
        device.DeviceId);
}
