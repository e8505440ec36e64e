using BambuCloud.Client.Api;

namespace BambuCloud.Client.Live;

/// <summary>What is watched, and how.</summary>
public sealed record PrinterWatchOptions
{
    /// <summary>The printers; <see langword="null"/> for all of the account, also those that are bound later.</summary>
    public IReadOnlyCollection<BambuDevice>? Devices { get; init; }

    /// <summary>
    /// Which of the printers that are bound to the account while it is watched are watched too; <see langword="null"/> for none, where
    /// <see cref="Devices"/> are named.
    /// </summary>
    public Func<BambuDevice, bool>? Later { get; init; }

    /// <summary>Ends the watch so long after the connection stands; <see langword="null"/> for no end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// Of each printer's <c>ProgressChanged</c>, <c>LayerChanged</c> and <c>Snapshot</c> no more than one in this time; what comes
    /// between is conflated into the next one. Other events never wait.
    /// </summary>
    public TimeSpan MinInterval { get; init; }

    /// <summary>Told of each printer whose topic the broker refuses; the others go on, and with none left the watch ends.</summary>
    public Action<BambuException>? Refused { get; init; }

    /// <summary>Told what a user should know and what is no error: that the token ends soon, a printer that sends broken reports.</summary>
    public Action<BambuException>? Warned { get; init; }

    /// <summary>
    /// Told a printer's state after each report, also where no event comes of it: temperatures, fans. Every printer is held up
    /// meanwhile, so it may not wait. Only of <see cref="Printers.WatchAsync"/>.
    /// </summary>
    public Action<BambuPrinterStatus>? Reported { get; init; }
}
