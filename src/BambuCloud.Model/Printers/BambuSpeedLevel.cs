namespace BambuCloud;

/// <summary>The speed level, <c>spd_lvl</c> (mqtt.md).</summary>
public enum BambuSpeedLevel : long
{
    /// <summary>Not reported, or a level that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Silent.</summary>
    Silent = 1,

    /// <summary>Standard.</summary>
    Standard = 2,

    /// <summary>Sport.</summary>
    Sport = 3,

    /// <summary>Ludicrous.</summary>
    Ludicrous = 4,
}
