namespace BambuCloud;

/// <summary>What became of a command to a printer.</summary>
public enum BambuCommandOutcome : long
{
    /// <summary>The printer's own report shows it.</summary>
    Confirmed,

    /// <summary>The printer refuses it, or there is nothing that it could do it with.</summary>
    Refused,

    /// <summary>It was sent, and nothing showed in time whether the printer did it.</summary>
    Unconfirmed,
}
