namespace BambuCloud;

/// <summary>The fans of a printer, in % of their speed; older printers count 0 to 15.</summary>
public sealed record BambuFans : BambuObject
{
    /// <summary>Nothing is known.</summary>
    internal static readonly BambuFans None = new();

    /// <summary>Part cooling: <c>cooling_fan_speed</c>, or part 1 of the air duct.</summary>
    public int? Part { get; internal init; }

    /// <summary>Auxiliary: <c>big_fan1_speed</c>, or part 2 of the air duct.</summary>
    public int? Auxiliary { get; internal init; }

    /// <summary>Second auxiliary of P2S and X2D: part 10 of the air duct.</summary>
    public int? SecondAuxiliary { get; internal init; }

    /// <summary>Chamber: <c>big_fan2_speed</c>, or part 3 of the air duct.</summary>
    public int? Chamber { get; internal init; }

    /// <summary>Heatbreak: <c>heatbreak_fan_speed</c>.</summary>
    public int? Heatbreak { get; internal init; }

    /// <summary>How the air goes in printers with an air duct: <c>device.airduct.modeCur</c>.</summary>
    public BambuAirDuctMode? AirDuctMode { get; internal init; }

    /// <summary>The fans that turn.</summary>
    public override string ToString() => string.Join(", ", new (string Name, int? Speed)[]
    {
        (nameof(Part), Part), (nameof(Auxiliary), Auxiliary), (nameof(SecondAuxiliary), SecondAuxiliary), (nameof(Chamber), Chamber),
    }.Where(fan => fan.Speed > 0).Select(fan => $"{fan.Name} {fan.Speed} %"));
}
