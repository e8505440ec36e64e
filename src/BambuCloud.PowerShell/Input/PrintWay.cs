using BambuCloud.Output;

namespace BambuCloud.Input;

/// <summary>On which ways a print can be started (lan.md), and which of them is taken.</summary>
internal static class PrintWay
{
    private const string DeveloperMode = "switch its Developer Mode on (on its screen, in the settings of LAN Only Mode)";
    private const string ByPerson =
        "or hand the file to Bambu Connect, in which a person prints it (-Via BambuConnect, on Windows and macOS)";

    /// <summary>The way that is taken.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="source">The file.</param>
    /// <param name="status">The printer as it reports itself; null where it did not.</param>
    /// <param name="wanted">What somebody wants.</param>
    /// <exception cref="BambuException">There is no such way to this printer, or for this file.</exception>
    public static BambuPrintVia Of(AccountPrinter printer, PrintSource source, BambuPrinterStatus? status, BambuPrintVia wanted)
    {
        bool isConnected = printer.Way.Itself is not null;
        bool isOnlyConnected = printer.Session.Itself is not null;
        if (wanted == BambuPrintVia.Lan)
        {
            printer.Itself();
        }
        return wanted switch
        {
            BambuPrintVia.Lan or BambuPrintVia.BambuConnect when source.IsInCloud => throw InCloud(source),
            BambuPrintVia.BambuConnect when !source.IsLocal => throw new BambuException(BambuErrorKind.InvalidPrinterPath,
                $"'{source.Name}' lies on the printer, and Bambu Connect takes files of this computer.")
            { Subject = source.Key },
            BambuPrintVia.Auto when isOnlyConnected && source.IsInCloud => throw InCloud(source),
            BambuPrintVia.Auto => isOnlyConnected || (isConnected && !source.IsInCloud && status?.SignatureRequired != true)
                ? BambuPrintVia.Lan : BambuPrintVia.Cloud,
            BambuPrintVia.Cloud when isOnlyConnected => throw NoCloud(printer),
            _ => wanted,
        };
    }

    /// <summary>What would start a print on a printer where the cloud starts none, as its own report shows.</summary>
    public static string Advice(PlannedPrint print)
    {
        AccountPrinter printer = print.Printer;
        string connect = printer.Way.Itself is not null ? "start it with -Via Lan"
            : $"connect it itself (Connect-BambuPrinter -DeviceId {printer.Id}) and start it again";
        return print.Status?.SignatureRequired switch
        {
            false => $"The printer takes commands that nobody signed: {connect}.",
            true => $"The printer takes only what the vendor's programs signed: {DeveloperMode}, {connect}, {ByPerson}.",
            null => $"Where its Developer Mode is on, or its firmware is from before 2025, {connect}; else {DeveloperMode}, {ByPerson}.",
        };
    }

    /// <summary>What to do where a printer itself refused a start; null for what is said of every refusal.</summary>
    public static string? AdviceOfRefusal(PlannedPrint print) =>
        print.Via == BambuPrintVia.Lan && print.Printer.Device.Model?.StartsWith("P1", StringComparison.Ordinal) == true
            ? "Firmware of P1 printers from 2024 starts nothing by itself while the printer is in cloud mode: bring it up to date, or "
                + "switch LAN Only Mode on. Otherwise look at the printer's state and at the file."
            : null;

    private static BambuException InCloud(PrintSource source) => new(BambuErrorKind.InvalidFileUrl,
        $"The file '{DisplayText.Clean(source.Name)}' lies in the cloud; this way takes a file of this computer.")
    { Subject = source.Name };

    private static BambuException NoCloud(AccountPrinter printer) => new(BambuErrorKind.NotConnected,
        $"The printer '{printer.Id}' is connected itself, and no account that has it is.")
    { Subject = printer.Id };
}
