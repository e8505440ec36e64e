namespace BambuCloud.Output;

/// <summary>What a state means to somebody who looks at it, and so how it is coloured.</summary>
internal enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Plain,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Somebody may have to do something.</summary>
    Warning,

    /// <summary>Something is wrong.</summary>
    Bad,

    /// <summary>Nothing goes on.</summary>
    Quiet,
}
