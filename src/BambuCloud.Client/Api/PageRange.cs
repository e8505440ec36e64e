namespace BambuCloud.Client.Api;

/// <summary>Which part of a list is wanted.</summary>
internal sealed record PageRange<T>
{
    /// <summary>So many items at the most.</summary>
    public int First { get; init; } = int.MaxValue;

    /// <summary>Only items behind the one with this id.</summary>
    public string? After { get; init; }

    /// <summary>Whether an item is wanted; <see langword="null"/> where all are.</summary>
    public Func<T, bool>? IsWanted { get; init; }

    /// <summary>Whether an item, and with it all behind it, is no more wanted; <see langword="null"/> where none is.</summary>
    public Func<T, bool>? IsBeyond { get; init; }

    /// <summary>How many items a page has at the most; a service that numbers its pages wants it to stay the same.</summary>
    public int? PageSize { get; init; }
}
