namespace BambuCloud;

/// <summary>What the printers of a fleet are ordered by. Equal ones are ordered by name.</summary>
public enum BambuFleetSort : long
{
    /// <summary>Name; numbers in it count as numbers.</summary>
    Name,

    /// <summary>State: first those that somebody should look at, then those that print, last those that are offline.</summary>
    State,

    /// <summary>Progress, the furthest first.</summary>
    Progress,

    /// <summary>Time until the end, the shortest first.</summary>
    Left,
}
