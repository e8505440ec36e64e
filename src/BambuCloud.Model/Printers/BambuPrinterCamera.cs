namespace BambuCloud;

/// <summary>What a printer's camera does: <c>ipcam</c>.</summary>
public sealed record BambuPrinterCamera : BambuObject
{
    /// <summary>Nothing is known.</summary>
    internal static readonly BambuPrinterCamera None = new();

    /// <summary>Whether prints are recorded: <c>ipcam_record</c>.</summary>
    public bool? Recording { get; internal init; }

    /// <summary>Whether timelapses are taken: <c>timelapse</c>.</summary>
    public bool? Timelapse { get; internal init; }

    /// <summary>
    /// Whether the printer streams its picture in the local network, <c>rtsp_url</c>; <see langword="null"/> where it has no such stream.
    /// </summary>
    public bool? Streaming { get; internal init; }

    /// <summary>What is switched on.</summary>
    public override string ToString() =>
        (Recording, Timelapse) switch
        {
            (true, true) => $"{nameof(Recording)}, {nameof(Timelapse)}",
            (true, _) => nameof(Recording),
            (_, true) => nameof(Timelapse),
            _ => "",
        };
}
