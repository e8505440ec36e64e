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
        PowerShellRun connected = Prompt.Run("Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru")
            .Succeeded();
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

        Assert.Equal(before + 1,
            Cloud.Requests.Counts.Where(count => count.Key.Contains("/v1/", StringComparison.Ordinal)).Sum(count => count.Value));
    }

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
            PowerShellRun watched = Prompt.Run("do { Watch-BambuPrinter -EventType Snapshot | ForEach-Object { $_; break } } while ($true)")
                .Succeeded();

            Assert.Equal("Snapshot", watched.Only.Text("Type"));
        }
        finally
        {
            File.Delete(root);
        }
    }

    [Theory]
    [InlineData("nodrive:/roots.pem", "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("env:PATH", "NotAFile", ErrorCategory.InvalidArgument)]
    public void A_root_file_that_is_on_no_drive_of_files_is_told(string path, string id, ErrorCategory category) =>
        AssertError(Prompt.Run($"Connect-BambuCloud $token -ApiEndpoint $api -MqttEndpoint $mqtt -CACertificatePath {path}"), id, category,
            path);

    private static void AssertError(PowerShellRun run, string id, ErrorCategory category, string text)
    {
        Assert.Empty(run.Output);
        Assert.Equal($"BambuCloud.{id},BambuCloud.Cmdlets.ConnectBambuCloud", run.Error.FullyQualifiedErrorId);
        Assert.Equal(category, run.Error.CategoryInfo.Category);
        Assert.Contains(text, run.Error.ToString(), StringComparison.Ordinal);
    }
}
