namespace BambuCloud.Client.Live;

/// <summary>The topics of a printer and what is asked on them (mqtt.md, <i>Connecting</i> and <i>Requests</i>).</summary>
internal static class PrinterTopics
{
    /// <summary>What stands beside a command that has no parameter.</summary>
    public const string NoParam = "";

    /// <summary>Asks for the full state. The sequence id is fresh for each request.</summary>
    public static string PushAll(string sequence) =>
        $$$"""{"pushing":{"sequence_id":"{{{sequence}}}","command":"pushall","version":1,"push_target":1}}""";

    /// <summary>Asks for a sign of life, which is light for every printer.</summary>
    public static string Start(string sequence) => $$$"""{"pushing":{"sequence_id":"{{{sequence}}}","command":"start"}}""";

    /// <summary>Asks which firmware the printer and its parts have, which is light too.</summary>
    public static string GetVersion(string sequence) => $$$"""{"info":{"sequence_id":"{{{sequence}}}","command":"get_version"}}""";

    /// <summary>What asks a question.</summary>
    public static string Ask(string sequence, PrinterQuestion question) => question switch
    {
        PrinterQuestion.FullState => PushAll(sequence),
        PrinterQuestion.Versions => GetVersion(sequence),
        _ => Start(sequence),
    };

    /// <summary>Tells the printer something about its print.</summary>
    public static string Print(string sequence, BambuPrinterCommand command) =>
        $$$"""{"print":{"sequence_id":"{{{sequence}}}","command":"{{{WordOf(command)}}}","param":"{{{NoParam}}}"}}""";

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
