namespace BambuCloud;

/// <summary>A file or folder on a printer's SD card or USB stick.</summary>
public sealed record BambuPrinterFile : BambuObject
{
    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>Where it stands: from the root of the storage, with <c>/</c>.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The last part of the path.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder { get; internal init; }

    /// <summary>Size in bytes; <see langword="null"/> for a folder.</summary>
    public long? Length { get; internal init; }

    /// <summary>
    /// When it was last written, as the printer's own clock says it: to the minute in the last half year, to the day before that.
    /// <see langword="null"/> where the listing has no time that can be read.
    /// </summary>
    public DateTime? LastWriteTime { get; internal init; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
