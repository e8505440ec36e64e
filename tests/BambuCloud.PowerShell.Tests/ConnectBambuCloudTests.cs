using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class ConnectBambuCloudTests : CloudTest
{
    [Fact]
    public void PassThru_shows_the_session_and_Get_BambuSession_shows_the_same()
    {
        PowerShellRun connected = Prompt.Run("Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru").Succeeded();
        PowerShellRun shown = Prompt.Run("Get-BambuSession").Succeeded();

        Assert.Equal(Cloud.Account.Uid, connected.Only.Text("Uid"));
        Assert.Equal("Global", connected.Only.Text("Region"));
        Assert.Equal(Cloud.ApiEndpoint, connected.Only.Value("ApiEndpoint"));
        Assert.Equal(Cloud.MqttEndpoint, connected.Only.Value("MqttEndpoint"));
        Assert.InRange((DateTime)connected.Only.Value("ExpiresAt")!, DateTime.Now.AddDays(89), DateTime.Now.AddDays(91));
        Assert.Same(connected.Only.BaseObject, shown.Only.BaseObject);
    }

    [Fact]
    public void Without_PassThru_nothing_is_written_and_one_call_checks_the_token()
    {
        int before = Cloud.Requests.Counts.Where(count => count.Key.Contains("/v1/", StringComparison.Ordinal)).Sum(count => count.Value);

        Assert.Empty(Connect().Succeeded().Output);

        Assert.Equal(before + 1, Cloud.Requests.Counts.Where(count => count.Key.Contains("/v1/", StringComparison.Ordinal)).Sum(count => count.Value));
    }

    [Fact]
    public void An_opaque_token_with_a_newline_behind_it_signs_in_and_its_expiry_is_unknown()
    {
        Prompt["token"] = Secret(Cloud.Account.OpaqueToken + "\n");

        PowerShellRun run = Prompt.Run("Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru").Succeeded();

        Assert.Equal(Cloud.Account.Uid, run.Only.Text("Uid"));
        Assert.Null(run.Only.Value("ExpiresAt"));
    }

    [Fact]
    public void The_session_serves_every_runspace_of_the_process()
    {
        using UserPrompt other = new();

        Assert.Equal(Cloud.DeviceIds, other.Run("Get-BambuDevice").Succeeded().All("DeviceId"));
    }

    [Fact]
    public void After_Disconnect_there_is_no_session_and_a_second_Disconnect_is_harmless() =>
        Assert.Empty(Prompt.Run("Disconnect-BambuCloud; Disconnect-BambuCloud; Get-BambuSession").Succeeded().Output);

    [Fact]
    public void A_refused_token_is_one_error_and_the_session_before_goes_on()
    {
        Prompt["token"] = Secret("AADBnobodysToken");

        PowerShellRun run = Connect();

        AssertError(run, "TokenRefused", ErrorCategory.AuthenticationError, "HTTP 401");
        Assert.DoesNotContain("AADBnobodysToken", run.Error.ToString() + run.Error.Exception, StringComparison.Ordinal);
        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));
    }

    [Fact]
    public void A_token_that_says_its_time_is_over_is_told_without_a_call()
    {
        int before = Count("GET /v1/iot-service/api/user/bind");
        Prompt["token"] = Secret(Cloud.Account.ExpiredToken);

        AssertError(Connect(), "TokenExpired", ErrorCategory.AuthenticationError, "expired on");
        Assert.Equal(before, Count("GET /v1/iot-service/api/user/bind"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("\"quoted\u00A0\"")]
    public void What_cannot_be_a_token_is_told(string token)
    {
        Prompt["token"] = Secret(token);

        AssertError(Connect(), "InvalidToken", ErrorCategory.InvalidArgument, "access token");
    }

    [Theory]
    [InlineData("-ApiEndpoint http://cloud.example", "'http://' is for loopback addresses only")]
    [InlineData("-ApiEndpoint https://cloud.example -MqttEndpoint mqtt://cloud.example:1883", "'mqtt://' is for loopback addresses only")]
    [InlineData("-ApiEndpoint ftp://127.0.0.1", "scheme 'ftp'")]
    [InlineData("-ApiEndpoint https://user:word@cloud.example", "nothing but scheme, host, port and path")]
    [InlineData("-ApiEndpoint relative/path", "not an absolute address")]
    public void An_endpoint_that_is_unencrypted_or_malformed_is_refused(string arguments, string why)
    {
        PowerShellRun run = Prompt.Run($"Connect-BambuCloud $token {arguments}");

        AssertError(run, "InvalidEndpoint", ErrorCategory.InvalidArgument, why);
        Assert.DoesNotContain("user:word", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_port_is_told_with_host_and_port()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        AssertError(
            Prompt.Run($"Connect-BambuCloud $token -ApiEndpoint http://127.0.0.1:{port} -MqttEndpoint $mqtt"),
            "ServiceUnreachable", ErrorCategory.ConnectionError, $"127.0.0.1:{port}");
    }

    [Fact]
    public async Task TLS_needs_the_clouds_root_and_works_with_it_for_REST_and_MQTT()
    {
        await using SimulatedCloud encrypted = await SimulatedCloud.StartAsync(new SimulatorOptions { Tls = true }, Cancellation);
        string root = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(root, encrypted.RootCertificatePem, Cancellation);
            Prompt["root"] = root;
            Prompt["api"] = encrypted.ApiEndpoint;
            Prompt["mqtt"] = encrypted.MqttEndpoint;
            Prompt["token"] = Secret(encrypted.Account.AccessToken);

            AssertError(Connect(), "CertificateRefused", ErrorCategory.SecurityError, "-CACertificatePath");
            Prompt.Run("Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -CACertificatePath $root").Succeeded();
            PowerShellRun watched = Prompt.Run("do { Watch-BambuPrinter -EventType Snapshot | ForEach-Object { $_; break } } while ($true)").Succeeded();

            Assert.Equal("Snapshot", watched.Only.Text("Type"));
        }
        finally
        {
            File.Delete(root);
        }
    }

    [Theory]
    [InlineData("nowhere.pem", "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("data/cube.gcode.3mf", "InvalidCertificateFile", ErrorCategory.InvalidData)]
    public void A_root_file_that_is_missing_or_no_PEM_is_told(string path, string id, ErrorCategory category)
    {
        Prompt["root"] = Path.Combine(AppContext.BaseDirectory, path);

        AssertError(Prompt.Run("Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -CACertificatePath $root"), id, category, Path.GetFileName(path));
    }

    [Theory]
    [InlineData("nodrive:/roots.pem", "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("env:PATH", "NotAFile", ErrorCategory.InvalidArgument)]
    public void A_root_file_that_is_on_no_drive_of_files_is_told(string path, string id, ErrorCategory category) =>
        AssertError(Prompt.Run($"Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -CACertificatePath {path}"), id, category, path);

    private static void AssertError(PowerShellRun run, string id, ErrorCategory category, string text)
    {
        Assert.Empty(run.Output);
        Assert.Equal($"BambuCloud.{id},BambuCloud.Commands.ConnectBambuCloud", run.Error.FullyQualifiedErrorId);
        Assert.Equal(category, run.Error.CategoryInfo.Category);
        Assert.Contains(text, run.Error.ToString(), StringComparison.Ordinal);
    }
}
