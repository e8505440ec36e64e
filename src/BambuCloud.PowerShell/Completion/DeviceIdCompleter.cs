using System.Collections;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The ids of the account's printers, which are found by the printers' names too.</summary>
internal sealed class DeviceIdCompleter : KnownCompleter
{
    /// <summary>What is known of a printer, in a line.</summary>
    public static string ToolTipOf(BambuDevice device) => $"{device.Name}: " + Line(
        device.ProductName ?? device.ModelName ?? "printer",
        device.Online ? "online" : "offline",
        device.PrintStatus == BambuDevicePrintStatus.Unknown ? device.RawPrintStatus : $"{device.PrintStatus}");

    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound) =>
        known.GetDevices().Select(device => new Suggestion(device.DeviceId, device.Name, ToolTipOf(device)));
}
