using System.Collections;
using System.Net;
using System.Net.Sockets;
using BambuCloud.Simulator;
using static BambuCloud.Playground.Step;

namespace BambuCloud.Playground;

/// <summary>
/// The main job in the local network, without any account: find a printer, connect to it, print from it, see what it does.
/// </summary>
internal static class LanTour
{
    private const string File = "cube.gcode.3mf";

    private static readonly TimeSpan LongestPrint = TimeSpan.FromMinutes(30);

    /// <summary>A UDP port of this computer that nobody uses.</summary>
    public static int FreePort()
    {
        using UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    /// <summary>Runs all steps.</summary>
    /// <returns>The exit code: 0 only if every step did what it should.</returns>
    public static int Run(PowerShellSession shell, SimulatedCloud cloud, SimulatorOptions options, CancellationToken cancellationToken)
    {
        SimulatedLanPrinter printer = cloud.LanPrinters[0];
        DirectoryInfo pictures = Directory.CreateTempSubdirectory("bambu-playground-");
        shell.Set("port", options.AnnouncePort!.Value);
        shell.Set("code", PowerShellSession.Secret(printer.AccessCode));
        shell.Set("ports", new Hashtable
        {
            ["MqttPort"] = printer.MqttPort,
            ["FtpsPort"] = printer.FtpsPort,
            ["CameraPort"] = printer.CameraPort,
        });
        shell.Set("pictures", pictures.FullName);
        // Whoever sits at a printer compares the fingerprint with the one that it shows.
        shell.Answer = question => question.Contains(printer.Fingerprint, StringComparison.Ordinal) ? "Y" : "N";
        Console.WriteLine(
            $"Simulated printers announce themselves on UDP port {options.AnnouncePort} of this computer, each with ports of its own.");
        Console.WriteLine($"$port is that one; $code and $ports belong to {printer.Name}. No account is signed in.");
        Forget(shell, printer); // A tour that was killed kept a certificate that is gone.
        try
        {
            return Tour.Run(shell, Steps(cloud, printer, (int)(60 + (LongestPrint.TotalSeconds / options.Speed))), cancellationToken);
        }
        finally
        {
            Forget(shell, printer);
            pictures.Delete(recursive: true);
        }
    }

    private static void Forget(PowerShellSession shell, SimulatedLanPrinter printer) =>
        shell.Run($"Disconnect-BambuPrinter {printer.DeviceId} -Forget -ErrorAction Ignore");

    private static Step[] Steps(SimulatedCloud cloud, SimulatedLanPrinter printer, int longest) =>
    [
        new("$found = Find-BambuPrinter -Port $port -TimeoutSec 3; $found",
            "every printer that announces itself",
            came => came.Select(found => Text(found, "DeviceId")).Order()
                .SequenceEqual(cloud.LanPrinters.Select(each => each.DeviceId).Order())),
        new("$found | Where-Object Model -EQ P1S | Connect-BambuPrinter @ports -AccessCode $code -PassThru",
            "one printer, after a question about its certificate",
            came => came.Count == 1 && Text(came[0], "DeviceId") == printer.DeviceId),
        new("Get-BambuDevice",
            "that printer, without any account",
            came => came.Count == 1 && Text(came[0], "Connection") == "Lan"),
        new($"Send-BambuPrint P1S* {File} -WhatIf",
            "no job, and not one file on the printer",
            came => came.Count == 0 && Count(cloud, "FTP STOR") == 0),
        new($"$job = Send-BambuPrint P1S* {File} -Via Auto; $job",
            "one job that the printer reports, after one file and one start",
            came => came.Count == 1 && Text(came[0], "Via") == "Lan" && Count(cloud, "FTP STOR") == 1
                && Count(cloud, "MQTT project_file") == 1),
        new("Suspend-BambuPrint P1S*",
            "a printer whose own report shows that it pauses",
            came => came.Count == 1 && Text(came[0], "Outcome") == "Confirmed" && Text(came[0], "State") == "Paused"),
        new("Resume-BambuPrint P1S*",
            "a printer whose own report shows that it goes on",
            came => came.Count == 1 && Text(came[0], "Outcome") == "Confirmed"),
        new("Save-BambuSnapshot P1S* -Path $pictures -PassThru",
            "a picture",
            came => came.Count == 1 && came[0].BaseObject is FileInfo { Length: > 0 }),
        // The engine alone has no Select-Object: at a prompt it is '| Select-Object -First 1'.
        new(
            $"do {{ $job | Watch-BambuPrinter -EventType PrintFinished -TimeoutSec {longest} | ForEach-Object {{ $_; break }} }} while "
                + $"($false)",
            "the end of the print, as soon as it comes",
            came => came.Count == 1 && Text(came[0], "Type") == "PrintFinished"),
        new("$there = Get-BambuPrinterFile P1S* | Where-Object IsFolder -EQ $false; $there",
            "the file, on the printer",
            came => came.Count == 1 && Text(came[0], "Name") == File),
        new("$again = $there | Send-BambuPrint; $again",
            "another job of the file that lies there, which is not sent again",
            came => came.Count == 1 && Text(came[0], "Via") == "Lan" && Count(cloud, "FTP STOR") == 1),
        new("$again | Stop-BambuPrint -Confirm:$false",
            "a printer whose own report shows that it stopped",
            came => came.Count == 1 && Text(came[0], "Outcome") == "Confirmed"),
        new("$again | Wait-BambuPrint -PassThru -TimeoutSec 30 -ErrorAction Ignore", // A job that was cancelled is an error too.
            "a job that was cancelled",
            came => came.Count == 1 && Text(came[0], "Outcome") == "Cancelled"),
        new("$there | Remove-BambuPrinterFile -Confirm:$false; Get-BambuPrinterFile P1S* | Where-Object IsFolder -EQ $false",
            "no file on the printer",
            came => came.Count == 0),
        new("Disconnect-BambuPrinter P1S* -Forget; Get-BambuSession -All",
            "no session, and no cloud that was asked anything",
            came => came.Count == 0 && Count(cloud, "MQTT CONNECT") == 0
                && !cloud.Requests.Counts.Keys.Any(request => request.Contains('/', StringComparison.Ordinal))),
    ];

    private static int Count(SimulatedCloud cloud, string request) => cloud.Requests.Counts.TryGetValue(request, out int count) ? count : 0;
}
