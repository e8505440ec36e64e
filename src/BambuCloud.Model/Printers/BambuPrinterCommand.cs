namespace BambuCloud;

/// <summary>What a printer is told about its print (mqtt.md, <i>Requests</i>).</summary>
public enum BambuPrinterCommand : long
{
    /// <summary><c>pause</c>.</summary>
    Pause,

    /// <summary><c>resume</c>.</summary>
    Resume,

    /// <summary><c>stop</c>.</summary>
    Stop,
}
