using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>Secrets go in as such, and come out nowhere. Secrets.Tests.ps1 looks with every cmdlet and every error.</summary>
public sealed partial class SecretTests : CloudTest
{
    private const string Command =
        "Connect-BambuCloud -Credential $account -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru -Verbose -Debug";

    [Fact]
    public void No_parameter_takes_a_secret_as_plain_text()
    {
        int secret = 0;
        foreach (CommandInfo command in Prompt.Run("Get-Command -Module BambuCloud").Succeeded().Output
            .Select(item => (CommandInfo)item.BaseObject))
        {
            foreach (ParameterMetadata parameter in command.Parameters.Values
                .Where(parameter => !parameter.SwitchParameter && parameter.Aliases.Append(parameter.Name).Any(SecretName().IsMatch))
                .Where(parameter => (command.Name, parameter.Name) is not ("Get-BambuCodeText", "Code")))
            {
                Assert.True(parameter.ParameterType == typeof(SecureString) || parameter.ParameterType == typeof(PSCredential),
                    $"{command.Name} -{parameter.Name} is a {parameter.ParameterType}.");
                secret++;
            }
        }
        Assert.True(secret >= 5);
    }

    [Theory]
    [InlineData(Fault.Status)]
    [InlineData(Fault.Html)]
    [InlineData(Fault.NotJson)]
    [InlineData(Fault.OtherShape)]
    [InlineData(Fault.Cut)]
    [InlineData(Fault.Reset)]
    public void A_sign_in_that_breaks_shows_no_secret_on_any_stream(Fault fault)
    {
        Prompt["account"] = new PSCredential(Cloud.Account.Email, Secret(Cloud.Account.Password));
        Cloud.Order(new FaultOrder("POST /v1/user-service/user/login", fault));

        Assert.StartsWith("BambuCloud.", Look(Command), StringComparison.Ordinal);
    }

    /// <summary>Runs a command and looks through all that it wrote; gives the id of its error.</summary>
    private string Look(string command)
    {
        using System.Management.Automation.PowerShell shell = Prompt.Start(command);
        List<PSObject> seen = [];
        try
        {
            shell.Invoke(null, seen);
        }
        catch (RuntimeException terminating)
        {
            seen.Add(new PSObject(terminating.ErrorRecord));
        }
        PSDataStreams streams = shell.Streams;
        seen.AddRange(new IEnumerable<object>[] { streams.Error, streams.Verbose, streams.Debug, streams.Warning, streams.Information,
            streams.Progress }
            .SelectMany(stream => stream).Select(PSObject.AsPSObject));
        Assert.NotEmpty(seen);
        Prompt["seen"] = seen.ToArray();
        string text = string.Join('\n',
            Prompt.Run(
                "$seen | ForEach-Object { \"$_\"; $_ | Format-List * -Force | Out-String -Width 4096; "
                    + "[Management.Automation.PSSerializer]::Serialize($_, 2) }").Output)
            + string.Join('\n', seen.Select(item => (item.BaseObject as ErrorRecord)?.Exception.ToString()));
        string[] secrets = [Cloud.Account.Password, Cloud.Account.AccessToken, Cloud.Account.OpaqueToken];
        Assert.All(
            secrets.Concat(secrets.Select(secret => Convert.ToHexString(Encoding.Unicode.GetBytes(secret)))),
            secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        return seen.Select(item => item.BaseObject).OfType<ErrorRecord>().FirstOrDefault()?.FullyQualifiedErrorId ?? "";
    }

    [GeneratedRegex("Token|Password|Code|Secret|Credential|Key", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
