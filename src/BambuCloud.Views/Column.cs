namespace BambuCloud.Views;

/// <summary>A column of a table or a line of a list.</summary>
/// <param name="Label">What stands over or before it.</param>
internal sealed record Column(string Label)
{
    /// <summary>The width in characters; <see langword="null"/> where it shares what the others leave.</summary>
    public int? Width { get; init; }

    /// <summary>Whether it stands at the right, as numbers do.</summary>
    public bool Right { get; init; }

    /// <summary>Whether it goes on in further lines where it is too narrow.</summary>
    public bool Wrap { get; init; }

    /// <summary>The property that it shows as it is.</summary>
    public string? Property { get; init; }

    /// <summary>.NET's format of the property: <c>{0:g}</c>.</summary>
    public string? Format { get; init; }

    /// <summary>What it shows where no property does as it is: a PowerShell expression of <c>$_</c>.</summary>
    public string? Script { get; init; }
}
