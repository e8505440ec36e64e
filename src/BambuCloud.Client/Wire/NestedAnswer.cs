namespace BambuCloud.Client.Wire;

/// <summary>An answer that holds its fields itself, or one or more like it under <c>data</c> or <c>devices</c>.</summary>
internal interface INestedAnswer<T>
    where T : class, INestedAnswer<T>
{
    List<T>? Data { get; }

    List<T>? Devices { get; }

    /// <summary>The printer that a record says it is about.</summary>
    string? AnyId { get; }

    /// <summary>Whether a record says nothing of a printer.</summary>
    bool IsEmpty { get; }

    /// <summary>
    /// The records at the bottom that say something, in the answer's order: those of the printer that was asked about, or all.
    /// </summary>
    static T[] RecordsOf(T answer, string? asked) => [.. Flatten(answer).Where(record => !record.IsEmpty
        && (asked is null || record.AnyId is null || string.Equals(record.AnyId, asked, StringComparison.OrdinalIgnoreCase)))];

    private static IEnumerable<T> Flatten(T answer) =>
        answer.Data is null && answer.Devices is null
            ? [answer]
            : (answer.Data ?? []).Concat(answer.Devices ?? []).SelectMany(Flatten);
}
