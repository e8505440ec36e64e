namespace BambuCloud.Input;

/// <summary>
/// What a parameter for printers or ids was given: nothing, some, or an object that says that it has none, because its id is null, empty
/// or 0. None does not mean all.
/// </summary>
internal interface IGiven
{
    /// <summary>Whether there are some.</summary>
    bool Any { get; }

    /// <summary>Whether what was given says that there is none.</summary>
    bool SaysNone { get; }
}

/// <inheritdoc cref="IGiven"/>
/// <param name="argument">The parameter's value: null where it was not given, empty where there is none.</param>
internal readonly struct Given<T>(T[]? argument) : IGiven
{
    /// <inheritdoc/>
    public bool Any => argument is { Length: > 0 };

    /// <inheritdoc/>
    public bool SaysNone => argument is [];

    /// <summary>The printers or ids.</summary>
    public IReadOnlyList<T> All => argument ?? [];
}
