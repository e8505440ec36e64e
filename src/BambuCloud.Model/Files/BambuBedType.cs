namespace BambuCloud;

/// <summary>A build plate, as the vendor's programs name them.</summary>
/// <remarks>Enums of this size are words in <c>ConvertTo-Json</c>.</remarks>
public enum BambuBedType : long
{
    /// <summary>The printer is to find out: <c>auto</c>.</summary>
    Auto,

    /// <summary>Cool Plate: <c>cool_plate</c>.</summary>
    CoolPlate,

    /// <summary>Engineering Plate: <c>eng_plate</c>.</summary>
    EngineeringPlate,

    /// <summary>Smooth PEI Plate, High Temp Plate: <c>hot_plate</c>.</summary>
    HighTempPlate,

    /// <summary>Textured PEI Plate: <c>textured_plate</c>.</summary>
    TexturedPeiPlate,

    /// <summary>Cool Plate SuperTack: <c>supertack_plate</c>.</summary>
    SuperTackPlate,
}
