namespace BambuCloud.Client.Api;

/// <summary>Which page of a list is asked for; what a service does not know of it, it ignores.</summary>
/// <param name="Number">The number of the page among those that are asked for, from 1.</param>
/// <param name="After">The id before the page; <see langword="null"/> for the first one.</param>
/// <param name="Offset">How many items the service has given before.</param>
/// <param name="Limit">How many items are wanted at the most.</param>
internal readonly record struct PageRequest(int Number, string? After, long Offset, int Limit);

/// <summary>What a service gave for a <see cref="PageRequest"/>.</summary>
/// <param name="Items">The items that have what names them.</param>
/// <param name="Count">How many there were in all.</param>
/// <param name="Total">How many items the whole list has; <see langword="null"/> where nobody said.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Count, long? Total)
{
    /// <summary>Whether the service gives all at once.</summary>
    public bool IsWhole { get; init; }
}
