namespace BambuCloud;

/// <summary>Whether a printer does something before or while it prints.</summary>
/// <remarks>Enums of this size are words in <c>ConvertTo-Json</c>.</remarks>
public enum BambuPrintOption : long
{
    /// <summary>No.</summary>
    Off,

    /// <summary>Yes.</summary>
    On,

    /// <summary>Where the printer finds it necessary; older firmware takes it for <see cref="On"/>.</summary>
    Auto,
}
