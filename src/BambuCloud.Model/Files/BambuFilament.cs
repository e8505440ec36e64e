namespace BambuCloud;

/// <summary>
/// A filament: what a plate of a file needs, what a slot of an AMS holds, or what a print took. Materials and colours are written alike
/// wherever they come from, so that they can be compared.
/// </summary>
public sealed record BambuFilament : BambuObject
{
    /// <summary>Material: <c>PLA</c>, <c>PETG</c>, …</summary>
    public string? Material { get; internal init; }

    /// <summary>The maker's name for it, such as <c>PLA Basic</c>; <see langword="null"/> where nobody says it.</summary>
    public string? Brand { get; internal init; }

    /// <summary>Colour as <c>#RRGGBB</c>, in capitals.</summary>
    public string? Color { get; internal init => field = ColorOf(value); }

    /// <summary>Weight in grams.</summary>
    public double? Grams { get; internal init; }

    /// <summary>Length in metres.</summary>
    public double? Meters { get; internal init; }

    /// <summary>The vendor's id of the filament: <c>GFA00</c>, …</summary>
    public string? FilamentId { get; internal init; }

    /// <summary>
    /// Its number in the project that the file was sliced from, from 1; <see langword="null"/> where it is not from a file.
    /// </summary>
    public int? Number { get; internal init; }

    /// <summary>The AMS unit that holds it; <see langword="null"/> for an external spool, or where it has no place.</summary>
    public int? AmsId { get; internal init; }

    /// <summary>The slot of that unit, from 0.</summary>
    public int? Slot { get; internal init; }

    /// <summary>
    /// The nozzle that printed it: 0 is the right one, or the only one, 1 the left; <see langword="null"/> where nobody says it.
    /// </summary>
    public int? NozzleId { get; internal init; }

    /// <summary>
    /// Fields of the answer that have no property here, by their wire name: of a task <c>targetColor</c> and <c>targetFilamentType</c>,
    /// which is what the file asked for.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>
    /// Whether the other one is of the same material and colour, so that <c>-eq</c> compares what a file needs with what a slot holds: how
    /// much of it there is, and where, does not matter.
    /// </summary>
    /// <param name="other">The other filament.</param>
    public bool Equals(BambuFilament? other) => other is not null
        && string.Equals(Material, other.Material, StringComparison.OrdinalIgnoreCase) && Color == other.Color;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Material?.ToUpperInvariant(), Color);

    /// <summary>Material and colour.</summary>
    public override string ToString() => Color is null ? Material ?? nameof(BambuFilament) : $"{Material} {Color}".TrimStart();

    // RRGGBB, RRGGBBAA or the same behind a #: the transparency is left out.
    internal static string? ColorOf(string? text) =>
        text?.Trim().TrimStart('#') is { Length: 6 or 8 } digits && digits.All(char.IsAsciiHexDigit)
            ? $"#{digits[..6].ToUpperInvariant()}"
            : null;
}
