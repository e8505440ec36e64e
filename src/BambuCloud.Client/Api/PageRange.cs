namespace BambuCloud.Client.Api;

/// <summary>Which part of a list is wanted.</summary>
internal sealed record PageRange<T>
{
    /// <summary>So many items at the most.</summary>
    public int First { get; init; } = int.MaxValue;

    /// <summary>Only items behind the one with this id.</summary>
    public string? After { get; init; }

    /// <summary>Whether an item, and with it all behind it, is no more wanted.</summary>
    public Func<T, bool> IsBeyond { get; init; } = _ => false;

    /// <summary>How many items a page has at the most; a service that numbers its pages wants it to stay the same.</summary>
    public int? PageSize { get; init; }
}
