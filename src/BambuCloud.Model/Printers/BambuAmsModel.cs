namespace BambuCloud;

/// <summary>What kind of AMS a unit is. Other numbers keep their number.</summary>
public enum BambuAmsModel : long
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>AMS.</summary>
    Ams = 1,

    /// <summary>AMS lite, of A1 and A2L printers.</summary>
    AmsLite = 2,

    /// <summary>AMS 2 Pro.</summary>
    Ams2Pro = 3,

    /// <summary>AMS HT.</summary>
    AmsHt = 4,
}
