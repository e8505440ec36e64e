namespace BambuCloud;

/// <summary>What all records of the model are, so that PowerShell knows them by one type.</summary>
public abstract record BambuObject
{
    /// <summary>
    /// The session that the object came from, so that a command that gets it asks the same account; <see langword="null"/> where nobody
    /// says it. It is no part of what the object says.
    /// </summary>
    internal BambuSession? Session { get; set; }

    /// <summary>Whether another object says the same. Which session it came from does not matter.</summary>
    /// <param name="other">The other object.</param>
    public virtual bool Equals(BambuObject? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
