namespace BambuCloud;

/// <summary>How the air goes in a printer with an air duct: <c>device.airduct.modeCur</c>. Other numbers keep their number.</summary>
public enum BambuAirDuctMode : long
{
    /// <summary>Cooling, with filter.</summary>
    Cooling = 0,

    /// <summary>Heating: the air stays inside, and is filtered.</summary>
    Heating = 1,

    /// <summary>Exhaust.</summary>
    Exhaust = 2,

    /// <summary>Full cooling.</summary>
    FullCooling = 3,
}
