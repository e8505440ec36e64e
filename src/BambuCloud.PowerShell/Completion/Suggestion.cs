namespace BambuCloud.Completion;

/// <summary>One thing that completion may offer.</summary>
/// <param name="Value">What the parameter gets.</param>
/// <param name="Name">What people call it, if not by the value itself.</param>
/// <param name="ToolTip">What it is.</param>
internal sealed record Suggestion(string Value, string? Name, string ToolTip)
{
    /// <summary>Whether the parameter takes wildcards, so that those in the value have to be escaped.</summary>
    public bool IsPattern { get; init; }

    /// <summary>Whether the value is PowerShell, such as a variable, and not a text that stands for itself.</summary>
    public bool IsExpression { get; init; }

    /// <summary>Whether it is only offered to somebody who has begun to type it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Name and value, as a menu lists them.</summary>
    public string Label
    {
        get => field ?? (string.IsNullOrEmpty(Name) || Name == Value || IsExpression ? Value : $"{Name} ({Value})");
        init;
    }
}
