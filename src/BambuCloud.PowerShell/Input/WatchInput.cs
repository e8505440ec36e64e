using BambuCloud.Client.Live;
using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>What is watched, as the cmdlets that follow printers are told.</summary>
internal static class WatchInput
{
    /// <summary>The options of a watch that tells its faults and warnings as the cmdlet does.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="devices">The printers; null for all of the account, also those that are bound later.</param>
    /// <param name="timeoutSec">How long the watch goes on, in seconds; null for no end.</param>
    public static PrinterWatchOptions Options(BambuCmdlet cmdlet, IReadOnlyList<BambuDevice>? devices, int? timeoutSec) => new()
    {
        Devices = devices,
        Duration = timeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Refused = cmdlet.PostError,
        Warned = cmdlet.PostWarning,
    };
}
