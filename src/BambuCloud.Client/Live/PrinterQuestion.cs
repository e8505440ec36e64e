namespace BambuCloud.Client.Live;

/// <summary>What a printer is asked for.</summary>
[Flags]
internal enum PrinterQuestion
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A sign of life.</summary>
    Life = 1,

    /// <summary>What firmware it and its parts have.</summary>
    Versions = 2,

    /// <summary>Its full state.</summary>
    FullState = 4,
}
