using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class ModuleTests : IDisposable
{
    private const string ListAssemblies = "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }";

    private readonly UserPrompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public void The_build_leaves_manifest_two_assemblies_views_help_and_the_libraries_with_their_licences_apart()
    {
        Assert.Equal(
            ["BambuCloud.Format.ps1xml", "BambuCloud.Model.dll", "BambuCloud.PowerShell.dll", "BambuCloud.Types.ps1xml", "BambuCloud.psd1",
                "LICENSE"],
            Directory.GetFiles(Built.ModuleFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "BambuCloud.Board.dll", "BambuCloud.Client.dll", "MQTTnet.LICENSE.txt", "MQTTnet.dll", "Polly.Core.LICENSE.txt",
                "Polly.Core.dll",
                "Spectre.Console.Ansi.LICENSE.txt", "Spectre.Console.Ansi.dll", "Spectre.Console.LICENSE.txt", "Spectre.Console.dll",
                "System.IO.Hashing.LICENSE.txt", "System.IO.Hashing.dll",
                "System.Security.Cryptography.ProtectedData.LICENSE.txt", "System.Security.Cryptography.ProtectedData.dll",
            ],
            Directory.GetFiles(Path.Combine(Built.ModuleFolder, "lib")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["BambuCloud.PowerShell.dll-Help.xml", .. Topics.Names.Select(name => $"{name}.help.txt")],
            Directory.GetFiles(Path.GetDirectoryName(Built.HelpFile)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Import_loads_neither_the_client_nor_the_board_nor_any_library_of_them()
    {
        IReadOnlyList<string> loaded = await RunEngineAsync($"Import-Module '{Built.Manifest}'; {ListAssemblies}");

        Assert.Contains("BambuCloud.PowerShell", loaded);
        Assert.DoesNotContain(loaded, name => name is "BambuCloud.Client" or "BambuCloud.Board" or "MQTTnet" or "Polly.Core"
            || name.StartsWith("Spectre", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Completion_without_a_session_loads_neither_the_client_nor_any_library_of_it()
    {
        IReadOnlyList<string> loaded = await RunEngineAsync(
            $$"""
            Import-Module '{{Built.Manifest}}'
            foreach ($typed in 'Get-BambuDevice ', 'Watch-BambuPrinter ', 'Get-BambuTask ', 'Get-BambuProject -Name ',
                'Get-BambuNotification ', 'Send-BambuPrint -DeviceId ') {
                (TabExpansion2 $typed $typed.Length).CompletionMatches
            }
            {{ListAssemblies}}
            """);

        Assert.Contains("BambuCloud.PowerShell", loaded);
        Assert.DoesNotContain(loaded, name => name is "BambuCloud.Client" or "MQTTnet" or "Polly.Core");
        Assert.DoesNotContain("System.Management.Automation.CompletionResult", loaded);
    }

    [Fact]
    public async Task Beside_a_foreign_MQTTnet_of_another_version_printers_are_watched_all_the_same()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { Speed = 2000 },
            TestContext.Current.CancellationToken);

        IReadOnlyList<string> lines = await RunEngineAsync(
            """
            $module, $foreign, $token, $api, $mqtt = $args
            $null = [Reflection.Assembly]::LoadFrom($foreign)
            Import-Module $module
            $secret = [securestring]::new()
            $token.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
            Connect-BambuCloud -AccessToken $secret -ApiEndpoint $api -MqttEndpoint $mqtt
            $context = [Runtime.Loader.AssemblyLoadContext]
            $ours = { $context::GetLoadContext($_).Name -eq 'BambuCloud' }
            $before = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object $ours | ForEach-Object { $_.GetName().Name }
            "before watching: $before"
            do { Watch-BambuPrinter -EventType Snapshot | ForEach-Object { "event: $($_.Type)"; break } } while ($true)
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'MQTTnet' } |
                ForEach-Object { "$($context::GetLoadContext($_).Name) $($_.GetName().Version.Major)" }
            """,
            Built.Manifest, Built.ForeignMqttnet, cloud.Account.AccessToken, cloud.ApiEndpoint.AbsoluteUri,
                cloud.MqttEndpoint.OriginalString);

        Assert.Contains("before watching: BambuCloud.Client Polly.Core", lines);
        Assert.Contains("event: Snapshot", lines);
        Assert.Contains("Default 4", lines);
        Assert.Contains("BambuCloud 5", lines);
    }

    [Fact]
    public async Task Beside_a_foreign_Spectre_Console_of_another_version_the_board_is_drawn_and_nothing_of_it_is_loaded_before()
    {
        IReadOnlyList<string> lines = await RunEngineAsync(
            """
            $module, $foreign = $args
            $null = [Reflection.Assembly]::LoadFrom($foreign)
            Import-Module $module
            $context = [Runtime.Loader.AssemblyLoadContext]
            try { Show-BambuFleet } catch { "refused: $($_.FullyQualifiedErrorId)" }
            $ours = { $context::GetLoadContext($_).Name -eq 'BambuCloud' }
            "before: $(@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object $ours | ForEach-Object { $_.GetName().Name }))"
            $board = [Reflection.Assembly]::Load('BambuCloud.Board') # As the cmdlet asks for it.
            $device = [BambuCloud.BambuDevice]::new()
            $device.GetType().GetProperty('DeviceId').SetValue($device, '01P')
            $device.GetType().GetProperty('Name').SetValue($device, 'P1S 1')
            $fleet = $board.GetType('BambuCloud.Board.Fleet')::new([BambuCloud.BambuDevice[]]@($device))
            $look = $board.GetType('BambuCloud.Board.BoardLook')::new()
            $look.GetType().GetProperty('Width').SetValue($look, 80)
            $look.GetType().GetProperty('Height').SetValue($look, 24)
            "drawn: $($board.GetType('BambuCloud.Board.BoardView')::new($fleet, $look).Draw().Count)"
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Spectre.Console' } |
                ForEach-Object { "$($context::GetLoadContext($_).Name) $($_.GetName().Version)" }
            """,
            Built.Manifest, Built.ForeignSpectre);

        Assert.Contains("refused: BambuCloud.NotConnected,BambuCloud.Cmdlets.ShowBambuFleet", lines);
        Assert.Contains("before: BambuCloud.Client", lines);
        Assert.Contains("drawn: 4", lines);
        Assert.Contains("Default 1.2.3.0", lines);
        Assert.Contains("BambuCloud 0.0.0.0", lines);
    }

    [Fact]
    public async Task A_proxy_sees_nothing_of_what_goes_to_loopback()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        using TcpListener proxy = new(IPAddress.Loopback, 0);
        proxy.Start();

        IReadOnlyList<string> lines = await RunEngineAsync(
            """
            $module, $token, $api, $proxy = $args
            $env:http_proxy = $env:all_proxy = "http://$proxy"
            Import-Module $module
            $secret = [securestring]::new()
            $token.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
            Connect-BambuCloud -AccessToken $secret -ApiEndpoint $api
            (Get-BambuDevice).Count
            """,
            Built.Manifest, cloud.Account.AccessToken, cloud.ApiEndpoint.AbsoluteUri, $"{proxy.LocalEndpoint}");

        Assert.Equal("4", lines[0]);
        Assert.False(proxy.Pending());
    }

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_that_the_assembly_has()
    {
        IEnumerable<string> all = _prompt.Run("(Get-Module BambuCloud).NestedModules; Get-Command -Module BambuCloud -CommandType Cmdlet")
            .Succeeded().All("Name");
        IEnumerable<string> inAssembly = _prompt.Run(
            """
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'BambuCloud.PowerShell' } |
                ForEach-Object { $_.GetExportedTypes() } |
                Where-Object { -not $_.IsAbstract -and $_.IsSubclassOf([Management.Automation.Cmdlet]) } |
                ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
                ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
            """).Succeeded().Output.Select(name => name.ToString());

        Assert.Equal(inAssembly.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_says_what_it_writes()
    {
        foreach (CmdletInfo cmdlet in _prompt.Run("Get-Command -Module BambuCloud").Succeeded().Output
            .Select(item => (CmdletInfo)item.BaseObject))
        {
            bool writes = cmdlet.Verb is not ("Disconnect" or "Remove");
            Assert.True(writes == cmdlet.OutputType.Count > 0, cmdlet.Name);
        }
    }

    [Fact]
    public void Without_a_session_a_command_says_to_connect_first()
    {
        PowerShellRun run = _prompt.Run("Get-BambuDevice");

        Assert.StartsWith("BambuCloud.NotConnected,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ConnectionError, run.Error.CategoryInfo.Category);
        Assert.Contains("Connect-BambuCloud", run.Error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> RunEngineAsync(string script, params string[] arguments)
    {
        using Process engine = Process.Start(new ProcessStartInfo("dotnet", [Built.Engine, script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = engine.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await engine.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await engine.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        Assert.Equal(0, engine.ExitCode);
        return output.Split(Environment.NewLine);
    }
}
