namespace BambuCloud.Board;

/// <summary>How the board is looked at.</summary>
public sealed record BoardLook
{
    /// <summary>The terminal's columns.</summary>
    public required int Width { get; init; }

    /// <summary>The terminal's lines.</summary>
    public required int Height { get; init; }

    /// <summary>The order of the printers.</summary>
    public BambuFleetSort Sort { get; init; }

    /// <summary>Whether the order is turned round.</summary>
    public bool Reverse { get; init; }

    /// <summary>Which printers are shown.</summary>
    public FleetFilter Filter { get; init; }

    /// <summary>The id of the printer that is selected; <see langword="null"/> for the first one.</summary>
    public string? Selected { get; init; }

    /// <summary>What was typed to find a printer; <see langword="null"/> where none is looked for.</summary>
    public string? Find { get; init; }

    /// <summary>Whether the selected printer is shown alone, with all that is known of it.</summary>
    public bool Details { get; init; }

    /// <summary>How many printers are scrolled off above.</summary>
    public int Offset { get; init; }

    /// <summary>Whether the terminal shows more than ASCII.</summary>
    public bool Unicode { get; init; } = true;
}
