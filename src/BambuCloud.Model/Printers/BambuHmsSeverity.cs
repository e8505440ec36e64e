namespace BambuCloud;

/// <summary>How bad a health message is: <c>code &gt;&gt; 16</c> (mqtt.md).</summary>
public enum BambuHmsSeverity : long
{
    /// <summary>A level that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Fatal.</summary>
    Fatal = 1,

    /// <summary>Serious.</summary>
    Serious = 2,

    /// <summary>Common.</summary>
    Common = 3,

    /// <summary>For information.</summary>
    Info = 4,
}
