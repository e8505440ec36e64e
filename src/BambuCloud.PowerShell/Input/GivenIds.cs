namespace BambuCloud.Input;

/// <summary>
/// What a parameter for ids was given: nothing, ids, or an object that says that it has none, because its id is null, empty or 0
/// (<see cref="IdOfAttribute.OrAnother"/>). None does not mean all.
/// </summary>
/// <param name="argument">The parameter's value: null where it was not given, empty where there is none.</param>
internal readonly struct GivenIds(string[]? argument)
{
    /// <summary>Whether there are ids.</summary>
    public bool Any => argument is { Length: > 0 };

    /// <summary>Whether what was given says that there is none.</summary>
    public bool SaysNone => argument is [];

    /// <summary>The ids.</summary>
    public IReadOnlyList<string> All => argument ?? [];

    /// <summary>Whether of parameters that may stand for each other one says that there is none, and no other has an id.</summary>
    public static bool AreNone(params ReadOnlySpan<GivenIds> alternatives)
    {
        bool none = false;
        foreach (GivenIds ids in alternatives)
        {
            if (ids.Any)
            {
                return false;
            }
            none |= ids.SaysNone;
        }
        return none;
    }
}
