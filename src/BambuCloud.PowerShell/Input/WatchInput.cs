using BambuCloud.Client.Live;
using BambuCloud.Cmdlets;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>What is watched, as the cmdlets that follow printers are told.</summary>
internal static class WatchInput
{
    /// <summary>The options of a watch that tells its faults and warnings as the cmdlet does.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="devices">The printers.</param>
    /// <param name="growing">Whether those that are bound later are meant too. One that is connected itself is heard that way.</param>
    /// <param name="timeoutSec">How long the watch goes on, in seconds; null for no end.</param>
    public static PrinterWatchOptions Options(
        BambuCmdlet cmdlet, IReadOnlyList<BambuDevice> devices, bool growing, int? timeoutSec) => new()
        {
            Devices = devices,
            Later = growing ? device => OpenPrinters.Of(device.DeviceId) is null : null,
            Duration = timeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Refused = cmdlet.PostError,
            Warned = cmdlet.PostWarning,
        };
}
