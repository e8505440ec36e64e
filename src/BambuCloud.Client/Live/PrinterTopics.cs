namespace BambuCloud.Client.Live;

/// <summary>The topics of a printer and what is asked on them (mqtt.md, <i>Connecting</i> and <i>Requests</i>).</summary>
internal static class PrinterTopics
{
    /// <summary>Asks for the full state. The sequence id is fresh for each request.</summary>
    public static string PushAll(string sequence) =>
        $$$"""{"pushing":{"sequence_id":"{{{sequence}}}","command":"pushall","version":1,"push_target":1}}""";

    /// <summary>Asks for a sign of life, which is light for every printer.</summary>
    public static string Start(string sequence) => $$$"""{"pushing":{"sequence_id":"{{{sequence}}}","command":"start"}}""";

    /// <summary>Tells the printer something about its print.</summary>
    public static string Print(string sequence, BambuPrinterCommand command) =>
        $$$"""{"print":{"sequence_id":"{{{sequence}}}","command":"{{{WordOf(command)}}}","param":""}}""";

    /// <summary>The command's name on the wire.</summary>
    public static string WordOf(BambuPrinterCommand command) => command switch
    {
        BambuPrinterCommand.Pause => "pause",
        BambuPrinterCommand.Resume => "resume",
        _ => "stop",
    };

    /// <summary>Where a printer reports.</summary>
    public static string Report(string deviceId) => $"device/{deviceId}/report";

    /// <summary>Where a printer takes requests.</summary>
    public static string Request(string deviceId) => $"device/{deviceId}/request";
}
