namespace BambuCloud.Client.Contracts;

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

    /// <summary>The records at the bottom that say something, in the answer's order: those of the printer that was asked about, or all.</summary>
    /// <exception cref="BambuApiException"><see cref="BambuErrorKind.DeviceNotFound"/> where there is none of that printer.</exception>
    static IReadOnlyList<T> RecordsOf(T answer, string? asked, CloudCall call)
    {
        T[] records = [.. Flatten(answer).Where(record => !record.IsEmpty && (asked is null || record.AnyId is null || string.Equals(record.AnyId, asked, StringComparison.OrdinalIgnoreCase)))];
        return asked is not null && records.Length == 0
            ? throw new BambuApiException(BambuErrorKind.DeviceNotFound, $"The cloud says nothing of a printer '{asked}'. Get-BambuDevice lists those that are in this account.")
            {
                Subject = asked,
                Endpoint = call.Endpoint,
            }
            : records;
    }

    private static IEnumerable<T> Flatten(T answer) =>
        answer.Data is null && answer.Devices is null
            ? [answer]
            : (answer.Data ?? []).Concat(answer.Devices ?? []).SelectMany(Flatten);
}
