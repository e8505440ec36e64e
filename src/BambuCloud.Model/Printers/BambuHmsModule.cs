namespace BambuCloud;

/// <summary>
/// The part of the printer that a health message is about: <c>attr &gt;&gt; 24</c> (mqtt.md). Other numbers keep their number.
/// </summary>
public enum BambuHmsModule : long
{
    /// <summary>Not given.</summary>
    Unknown = 0,

    /// <summary>Motion controller.</summary>
    MotionController = 3,

    /// <summary>Mainboard.</summary>
    Mainboard = 5,

    /// <summary>AMS.</summary>
    Ams = 7,

    /// <summary>Toolhead.</summary>
    Toolhead = 8,

    /// <summary>Camera.</summary>
    Camera = 0x0C,
}
