using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;

namespace BambuCloud.PowerShell.Tests;

/// <summary><c>Ctrl+C</c> against servers that take a connection and never answer.</summary>
public sealed class StoppingTests : CloudTest
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(0.5);

    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("Connect-BambuCloud $token -ApiEndpoint $silent -MqttEndpoint $mqtt")]
    [InlineData("Watch-BambuPrinter")]
    [InlineData("Show-BambuFleet -SortBy Name")]
    public async Task A_command_that_waits_for_a_silent_server_ends_within_half_a_second(string command)
    {
        _silent.Start();
        Prompt["silent"] = new Uri($"http://{_silent.LocalEndpoint}");
        Prompt["mqtt"] = new Uri($"mqtt://{_silent.LocalEndpoint}");
        if (!command.StartsWith("Connect", StringComparison.Ordinal))
        {
            Connect().Succeeded();
        }
        using System.Management.Automation.PowerShell shell = Prompt.Start(command);
        shell.BeginInvoke();
        using Socket taken = await _silent.AcceptSocketAsync(Cancellation);

        Assert.True(await StopAsync(shell) < AtOnce);
    }

    [Fact]
    public async Task A_watch_in_its_course_ends_within_half_a_second_and_leaves_no_connection()
    {
        using System.Management.Automation.PowerShell shell = Prompt.Start("Watch-BambuPrinter");
        using PSDataCollection<PSObject> events = [];
        shell.BeginInvoke<PSObject, PSObject>(null, events);
        await UntilAsync(() => Task.FromResult(events.Count > 0), "an event came");

        Assert.True(await StopAsync(shell) < AtOnce);
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public async Task A_session_that_is_closed_under_a_watch_ends_it_with_an_error()
    {
        using UserPrompt other = new();
        using System.Management.Automation.PowerShell shell = Prompt.Start("Watch-BambuPrinter");
        using PSDataCollection<PSObject> events = [];
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, events);
        await UntilAsync(() => Task.FromResult(events.Count > 0), "an event came");

        other.Run("Disconnect-BambuCloud").Succeeded();
        shell.EndInvoke(running);

        Assert.Equal("BambuCloud.SessionClosed,BambuCloud.Cmdlets.WatchBambuPrinter",
            Assert.Single(shell.Streams.Error).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_stop_that_comes_after_a_command_has_ended_does_nothing() => Prompt.Run(
        """
        $command = [BambuCloud.Cmdlets.GetBambuSession]::new()
        $command.Dispose()
        $null = $command.GetType().GetMethod('StopProcessing', [Reflection.BindingFlags]'NonPublic, Instance').Invoke($command, $null)
        """).Succeeded();

    [Fact]
    public async Task The_module_s_removal_closes_every_session_with_its_connections()
    {
        BambuSession first = (BambuSession)Prompt.Run("($first = Get-BambuSession)").Succeeded().Only.BaseObject;
        Connect().Succeeded();
        using System.Management.Automation.PowerShell shell = Prompt.Start("Watch-BambuPrinter");
        using PSDataCollection<PSObject> events = [];
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, events);
        await UntilAsync(() => Task.FromResult(events.Count > 0), "an event came");

        using UserPrompt other = new();
        other.Run("Remove-Module BambuCloud").Succeeded();
        shell.EndInvoke(running);

        Assert.StartsWith("BambuCloud.SessionClosed,", Assert.Single(shell.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
        Assert.Empty(Prompt.Run("Get-BambuSession -All").Succeeded().Output);
        Prompt["closed"] = first;
        Assert.StartsWith("BambuCloud.SessionClosed,", Prompt.Run("Get-BambuDevice -Session $closed").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    protected override void Release() => _silent.Dispose();

    private static async Task<TimeSpan> StopAsync(System.Management.Automation.PowerShell shell)
    {
        long start = Stopwatch.GetTimestamp();
        await shell.StopAsync(null, null);
        return Stopwatch.GetElapsedTime(start);
    }
}
