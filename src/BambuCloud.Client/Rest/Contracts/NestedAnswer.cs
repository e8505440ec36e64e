namespace BambuCloud.Client.Contracts;

/// <summary>An answer that holds its fields itself, or one or more like it under <c>data</c> or <c>devices</c>.</summary>
internal interface INestedAnswer<T>
    where T : class, INestedAnswer<T>
{
    List<T>? Data { get; }

    List<T>? Devices { get; }

    /// <summary>The records at the bottom, in the answer's order.</summary>
    static IEnumerable<T> Flatten(T answer) =>
        answer.Data is null && answer.Devices is null
            ? [answer]
            : (answer.Data ?? []).Concat(answer.Devices ?? []).SelectMany(Flatten);
}
