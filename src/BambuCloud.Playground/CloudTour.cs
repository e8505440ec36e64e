using BambuCloud.Simulator;
using static BambuCloud.Playground.Step;

namespace BambuCloud.Playground;

/// <summary>The main job over the cloud: connect, print, watch, read what became of it.</summary>
internal static class CloudTour
{
    /// <summary>Runs all steps.</summary>
    /// <returns>The exit code: 0 only if every step did what it should.</returns>
    public static int Run(PowerShellSession shell, SimulatedCloud cloud, CancellationToken cancellationToken)
    {
        Console.WriteLine($"A simulated Bambu Lab cloud listens on {cloud.ApiEndpoint} and {cloud.MqttEndpoint.OriginalString}.");
        Console.WriteLine("$token, $api and $mqtt hold its token and addresses.");
        return Tour.Run(shell, Steps(cloud), cancellationToken);
    }

    private static Step[] Steps(SimulatedCloud cloud) =>
    [
        new("Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru",
            "one session of the account",
            came => came.Count == 1 && Text(came[0], "Uid") == cloud.Account.Uid),
        new("Get-BambuDevice",
            "every printer of the account",
            came => came.Select(device => Text(device, "DeviceId")).SequenceEqual(cloud.DeviceIds)),
        new("Get-BambuDevice -Online | Send-BambuPrint -Path cube.gcode.3mf -WhatIf",
            "no job, and not one byte at the storage",
            came => came.Count == 0 && !cloud.Requests.Counts.ContainsKey("PUT storage")),
        new("$job = Send-BambuPrint P1S* cube.gcode.3mf; $job",
            "one job, after two uploads",
            came => came.Count == 1 && Text(came[0], "JobId").Length > 0 && cloud.Requests.Counts["PUT storage"] == 2),
        // The engine alone has no Select-Object: at a prompt it is '| Select-Object -First 1'.
        new("do { $job | Watch-BambuPrinter -EventType PrintFinished | ForEach-Object { $_; break } } while ($true)",
            "the end of the print, as soon as it comes",
            came => came.Count == 1 && Text(came[0], "Type") == "PrintFinished"),
        new("Get-BambuTask $job.DeviceName",
            "the print as the newest task, finished",
            came => came.Count > 1 && Text(came[0], "Status") == "Finished"),
        new("Get-BambuNotification -Unread",
            "the message that the print is complete",
            came => came.Any(item => Text(item, "Type") == "print_complete"
                && Text(item, "Message").Contains("cube", StringComparison.Ordinal))),
        new("Get-BambuNotification -Unread | Set-BambuNotification -Read; Get-BambuNotification -Unread",
            "no unread message",
            came => came.Count == 0),
        new("Disconnect-BambuCloud; Get-BambuSession",
            "no session",
            came => came.Count == 0),
    ];
}
