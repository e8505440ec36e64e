using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>The ways to a session: credential with codes, environment, what was saved; and sessions side by side.</summary>
public sealed class SignInCmdletTests : CloudTest
{
    private const string SignIn = "Connect-BambuCloud -Credential $login -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru";
    private const string LoginRequest = "POST /v1/user-service/user/login";

    private static readonly string[] Variables = ["BAMBU_ACCESS_TOKEN", "BAMBU_REGION", "BAMBU_API_ENDPOINT", "BAMBU_MQTT_ENDPOINT",
        "XDG_STATE_HOME"];

    private readonly Dictionary<string, string?> _environment = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("bambu-state-");

    public SignInCmdletTests()
    {
        foreach (string variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", _state.FullName);
    }

    [Fact]
    public void A_password_opens_a_session_whose_time_is_known()
    {
        PowerShellRun run = SignInAs(Cloud.Account.Email).Succeeded();

        Assert.Equal(Cloud.Account.Uid, run.Only.Text("Uid"));
        Assert.InRange((DateTime)run.Only.Value("IssuedAt")!, DateTime.Now.AddMinutes(-1), DateTime.Now.AddMinutes(1));
        Assert.InRange((DateTime)run.Only.Value("ExpiresAt")!, DateTime.Now.AddDays(89), DateTime.Now.AddDays(91));
        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));
    }

    [Fact]
    public async Task Of_an_opaque_token_the_sign_in_knows_the_time()
    {
        await ReopenAsync(Options with { OpaqueTokens = true });

        Assert.InRange((DateTime)SignInAs(Cloud.Account.Email).Succeeded().Only.Value("ExpiresAt")!, DateTime.Now.AddDays(89),
            DateTime.Now.AddDays(91));
    }

    [Fact]
    public void An_authenticators_code_that_is_given_at_once_is_used_when_it_is_asked_for()
    {
        Cloud.Account.SignInMode = SignInMode.Tfa;
        Prompt["code"] = Secret(Cloud.Account.TfaCode);

        Assert.Equal(Cloud.Account.Uid, SignInAs(Cloud.Account.Email, "-TfaCode $code").Succeeded().Only.Text("Uid"));
    }

    [Fact]
    public void A_wrong_authenticators_code_can_be_followed_by_the_right_one()
    {
        Cloud.Account.SignInMode = SignInMode.Tfa;
        Prompt["code"] = Secret(Cloud.Account.TfaCode == "000000" ? "000001" : "000000");
        AssertError(SignInAs(Cloud.Account.Email, "-TfaCode $code"), "TfaCodeRefused", ErrorCategory.AuthenticationError, "next code");

        Prompt["code"] = Secret(Cloud.Account.TfaCode);
        SignInAs(Cloud.Account.Email, "-TfaCode $code").Succeeded();

        Assert.Equal(2, Count(LoginRequest)); // The second begins anew: nobody knows whether the first key still counts.
    }

    [Fact]
    public void The_environment_says_token_region_and_endpoints_and_parameters_win()
    {
        SetEnvironment();

        PowerShellRun run = Prompt.Run("Connect-BambuCloud -PassThru; Connect-BambuCloud -Region Global -PassThru").Succeeded();

        Assert.Equal(["China", "Global"], run.All("Region"));
        Assert.All(run.Output, session => Assert.Equal(Cloud.ApiEndpoint, session.Value("ApiEndpoint")));
        Assert.All(run.Output, session => Assert.Equal(Cloud.MqttEndpoint, session.Value("MqttEndpoint")));
    }

    [Theory]
    [InlineData("BAMBU_REGION", "Mars", "Global or China")]
    [InlineData("BAMBU_REGION", "1", "Global or China")]
    [InlineData("BAMBU_REGION", "Global,China", "Global or China")]
    [InlineData("BAMBU_API_ENDPOINT", "here", "https://host")]
    [InlineData("BAMBU_MQTT_ENDPOINT", "there", "mqtts://host")]
    public void A_variable_that_cannot_be_read_is_named(string variable, string value, string form)
    {
        SetEnvironment();
        Environment.SetEnvironmentVariable(variable, value);

        PowerShellRun run = Prompt.Run("Connect-BambuCloud");

        AssertError(run, "InvalidEnvironment", ErrorCategory.InvalidArgument, form);
        Assert.Equal(variable, run.Error.TargetObject);
    }

    [Fact]
    public void A_saved_session_serves_a_later_call_until_it_is_forgotten()
    {
        SignInAs(Cloud.Account.Email, "-Save").Succeeded();
        Prompt.Run("Disconnect-BambuCloud").Succeeded();

        PowerShellRun later = Prompt.Run("Connect-BambuCloud -PassThru").Succeeded();
        Assert.Equal(Cloud.ApiEndpoint, later.Only.Value("ApiEndpoint"));
        Assert.Equal(Cloud.MqttEndpoint, later.Only.Value("MqttEndpoint"));
        Assert.NotNull(later.Only.Value("IssuedAt"));
        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));

        Prompt.Run("Disconnect-BambuCloud -Forget").Succeeded();
        Assert.Empty(Directory.GetFiles(_state.FullName, "*", SearchOption.AllDirectories));
        AssertError(Prompt.Run("Connect-BambuCloud"), "SignInRequired", ErrorCategory.AuthenticationError, "-Save");
    }

    [Fact]
    public void With_WhatIf_nothing_is_closed_and_nothing_is_forgotten()
    {
        SignInAs(Cloud.Account.Email, "-Save").Succeeded();

        Prompt.Run("Disconnect-BambuCloud -Forget -WhatIf").Succeeded();

        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));
        Assert.Single(Directory.GetFiles(_state.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Without_a_session_Forget_removes_the_one_that_was_saved_last()
    {
        SignInAs(Cloud.Account.Email, "-Save").Succeeded();

        Prompt.Run("Disconnect-BambuCloud; Disconnect-BambuCloud -Forget; Disconnect-BambuCloud -Forget").Succeeded();

        Assert.Empty(Directory.GetFiles(_state.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_region_for_which_nothing_was_saved_takes_no_other_regions_token()
    {
        SignInAs(Cloud.Account.Email, "-Save").Succeeded();

        AssertError(Prompt.Run("Connect-BambuCloud -Region China"), "SignInRequired", ErrorCategory.AuthenticationError, "China");
    }

    [Fact]
    public void A_session_that_cannot_be_saved_is_not_opened_either()
    {
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", Built.Manifest); // A file where a folder would be.
        object[] before = [.. Prompt.Run("Get-BambuSession -All").Succeeded().Output.Select(session => session.BaseObject)];

        AssertError(SignInAs(Cloud.Account.Email, "-Save"), "SavedSessionUnusable", ErrorCategory.InvalidData, "cannot be saved");

        Assert.Equal(before, Prompt.Run("Get-BambuSession -All").Succeeded().Output.Select(session => session.BaseObject));
    }

    [Theory]
    [InlineData("-Save", false)]
    [InlineData("-Vault test", true)]
    public void A_token_is_kept_in_the_vault_that_is_named_and_in_the_file_otherwise(string how, bool inVault)
    {
        using FakeVault vault = new(Prompt);
        string token = Cloud.Account.AccessToken;

        Prompt.Run($"Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt {how}; Disconnect-BambuCloud").Succeeded();
        string file = File.ReadAllText(Assert.Single(Directory.GetFiles(_state.FullName, "*", SearchOption.AllDirectories)));

        Assert.Equal(!inVault, file.Contains(token, StringComparison.Ordinal));
        Assert.Equal(inVault ? 1 : 0, vault.Count);
        Assert.Equal(Cloud.Account.Uid, Prompt.Run("Connect-BambuCloud -PassThru").Succeeded().Only.Text("Uid"));
        Prompt.Run("Disconnect-BambuCloud -Forget").Succeeded();
        Assert.Equal(0, vault.Count);
        Assert.Empty(Directory.GetFiles(_state.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_token_that_moves_from_a_vault_to_the_file_leaves_the_vault()
    {
        using FakeVault vault = new(Prompt);

        Prompt.Run(
            "Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -Vault test; Connect-BambuCloud $token -ApiEndpoint $api "
                + "-MqttEndpoint $mqtt -Save").Succeeded();

        Assert.Equal(0, vault.Count);
        Assert.Equal(Cloud.Account.Uid, Prompt.Run("Connect-BambuCloud -PassThru").Succeeded().Only.Text("Uid"));
    }

    [Fact]
    public void A_vault_that_is_gone_does_not_keep_the_file_that_names_it()
    {
        using (FakeVault vault = new(Prompt))
        {
            Prompt.Run("Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -Vault test").Succeeded();
        }

        PowerShellRun run = Prompt.Run("Disconnect-BambuCloud -Forget");

        Assert.Equal("BambuCloud.VaultUnusable,BambuCloud.Cmdlets.DisconnectBambuCloud", run.Error.FullyQualifiedErrorId);
        Assert.Empty(Directory.GetFiles(_state.FullName, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("-Save", 0)]
    [InlineData("-Vault other", 1)]
    public void A_vault_that_is_gone_does_not_keep_the_session_from_being_saved_elsewhere(string how, int kept)
    {
        using FakeVault vault = new(Prompt);
        Prompt.Run("Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -Vault test").Succeeded();
        vault.Lose("test");

        PowerShellRun run = Prompt
            .Run(
                $"Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt {how} -WarningVariable said; $said; "
                    + $"Disconnect-BambuCloud").Succeeded();

        Assert.Matches("The session is saved.*'test'.*no vault test", run.Only.ToString());
        Assert.Equal(kept, vault.Count);
        Assert.Equal(Cloud.Account.Uid, Prompt.Run("Connect-BambuCloud -PassThru").Succeeded().Only.Text("Uid"));
        Assert.Empty(Prompt.Run($"Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt {how} -WarningVariable said; $said")
            .Succeeded().Output);
        Prompt.Run("Disconnect-BambuCloud -Forget").Succeeded();
        Assert.Equal(0, vault.Count);
    }

    [Fact]
    public void A_credential_without_an_account_is_told()
    {
        Prompt["empty"] = PSCredential.Empty;

        AssertError(Prompt.Run("Connect-BambuCloud -Credential $empty -ApiEndpoint $api"), "SignInRequired",
            ErrorCategory.AuthenticationError, "names no account");
    }

    [Fact]
    public void A_vault_without_its_module_is_an_error_and_nothing_is_written_to_a_file_instead()
    {
        PowerShellRun run = Prompt.Run("Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -Vault nowhere");

        AssertError(run, "VaultUnusable", ErrorCategory.InvalidOperation, "Microsoft.PowerShell.SecretManagement");
        Assert.Equal("nowhere", run.Error.TargetObject);
        Assert.Empty(Directory.GetFiles(_state.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Two_clouds_are_used_side_by_side_by_their_sessions()
    {
        await using SimulatedCloud china = await SimulatedCloud.StartAsync(new SimulatorOptions { Printers = 2 }, Cancellation);
        Prompt["china"] = china.ApiEndpoint;
        Prompt["chinaToken"] = Secret(china.Account.AccessToken);
        Prompt.Run(
            "$one = Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru; $two = Connect-BambuCloud $chinaToken "
                + "-ApiEndpoint $china -Region China -PassThru").Succeeded();

        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice -Session $one").Succeeded().All("DeviceId"));
        Assert.Equal(china.DeviceIds, Prompt.Run("Get-BambuDevice -Session $two").Succeeded().All("DeviceId"));
        Assert.Equal(china.DeviceIds, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));
        Prompt.Run("Disconnect-BambuCloud $two").Succeeded();
        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice -Session $one").Succeeded().All("DeviceId"));
        Assert.Equal("BambuCloud.SessionClosed,BambuCloud.Cmdlets.GetBambuDevice",
            Prompt.Run("Get-BambuDevice -Session $two").Error.FullyQualifiedErrorId);
        Assert.Equal("BambuCloud.NotConnected,BambuCloud.Cmdlets.GetBambuDevice",
            Prompt.Run("Get-BambuDevice").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_session_that_a_script_holds_stays_open_when_another_becomes_the_default_and_one_that_nobody_holds_is_closed()
    {
        Prompt.Run("Get-BambuSession -All | Disconnect-BambuCloud; Disconnect-BambuCloud").Succeeded();

        PowerShellRun run = Prompt.Run("""
            $to = @{ AccessToken = $token; ApiEndpoint = $api; MqttEndpoint = $mqtt }
            Connect-BambuCloud @to
            Connect-BambuCloud @to
            $held = Get-BambuSession
            Connect-BambuCloud @to
            $null = Get-BambuDevice -Session $held
            Get-BambuSession -All
            """).Succeeded();

        Assert.Equal(2, run.Output.Count);
        Assert.Empty(Prompt.Run("Get-BambuSession -All | Disconnect-BambuCloud; Get-BambuSession -All").Succeeded().Output);
    }

    [Fact]
    public async Task A_token_that_ends_within_a_week_is_warned_of_when_the_session_opens_and_not_again()
    {
        await ReopenAsync(Options with { TokenLife = TimeSpan.FromDays(3) });

        using System.Management.Automation.PowerShell shell = Prompt.Start("""
            Connect-BambuCloud -Credential $login -ApiEndpoint $api -MqttEndpoint $mqtt
            $null = Get-BambuDevice
            $null = Get-BambuTask
            """);
        Prompt["login"] = new PSCredential(Cloud.Account.Email, Secret(Cloud.Account.Password));
        shell.Invoke();

        Assert.Contains("expires on", Assert.Single(shell.Streams.Warning).Message, StringComparison.Ordinal);
    }

    protected override void Release()
    {
        foreach ((string name, string? value) in _environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
        _state.Delete(recursive: true);
    }

    private PowerShellRun SignInAs(string account, string arguments = "", string? password = null)
    {
        Prompt["login"] = new PSCredential(account, Secret(password ?? Cloud.Account.Password));
        return Prompt.Run($"{SignIn} {arguments}");
    }

    private void SetEnvironment()
    {
        Environment.SetEnvironmentVariable("BAMBU_ACCESS_TOKEN", Cloud.Account.AccessToken + "\n");
        Environment.SetEnvironmentVariable("BAMBU_REGION", "china");
        Environment.SetEnvironmentVariable("BAMBU_API_ENDPOINT", Cloud.ApiEndpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("BAMBU_MQTT_ENDPOINT", Cloud.MqttEndpoint.OriginalString);
    }

    private static void AssertError(PowerShellRun run, string id, ErrorCategory category, string text)
    {
        Assert.Empty(run.Output);
        Assert.Equal($"BambuCloud.{id},BambuCloud.Cmdlets.ConnectBambuCloud", run.Error.FullyQualifiedErrorId);
        Assert.Equal(category, run.Error.CategoryInfo.Category);
        Assert.Contains(text, run.Error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A module with the name and the three commands of SecretManagement, and the vaults <c>test</c> and <c>other</c>.</summary>
    private sealed class FakeVault : IDisposable
    {
        private readonly UserPrompt _prompt;

        public FakeVault(UserPrompt prompt)
        {
            _prompt = prompt;
            prompt.Run("""
                New-Module -Name Microsoft.PowerShell.SecretManagement -ScriptBlock {
                    $script:vaults = @{ test = @{}; other = @{} }
                    function Get-Vault($Vault) { $script:vaults[$Vault] ?? $(throw "no vault $Vault") }
                    function Set-Secret {
                        param($Name, $Vault, [securestring] $SecureStringSecret)
                        (Get-Vault $Vault)[$Name] = $SecureStringSecret
                    }
                    function Get-Secret { param($Name, $Vault) (Get-Vault $Vault)[$Name] }
                    function Remove-Secret { param($Name, $Vault) (Get-Vault $Vault).Remove($Name) }
                    function Remove-Vault($Vault) { $script:vaults.Remove($Vault) }
                    function Get-KeptCount { $count = 0; $script:vaults.Values.ForEach({ $count += $_.Count }); $count }
                } | Import-Module -Global
                """).Succeeded();
        }

        public void Lose(string name) => _prompt.Run($"Remove-Vault {name}").Succeeded();

        public int Count => (int)_prompt.Run("Get-KeptCount").Succeeded().Only.BaseObject;

        public void Dispose() => _prompt.Run("Remove-Module Microsoft.PowerShell.SecretManagement").Succeeded();
    }
}
