namespace BambuCloud;

/// <summary>On which way a print is started.</summary>
/// <remarks>Enums of this size are words in <c>ConvertTo-Json</c>.</remarks>
public enum BambuPrintVia : long
{
    /// <summary>
    /// By the printer itself where it is connected and takes commands that nobody signed; else by the cloud.
    /// </summary>
    Auto,

    /// <summary>By the cloud: its documented start, or its broker for a file that lies on the printer.</summary>
    Cloud,

    /// <summary>By the printer itself: its own file server and its own broker.</summary>
    Lan,

    /// <summary>By the vendor's signed program Bambu Connect, in which a person prints.</summary>
    BambuConnect,
}
