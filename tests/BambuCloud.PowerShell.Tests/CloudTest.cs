using System.Diagnostics;
using System.Net.Http.Json;
using System.Security;
using System.Text.Json.Nodes;
using BambuCloud.Simulator;

// The module keeps one session for the whole process, as in PowerShell: tests that use it take turns.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace BambuCloud.PowerShell.Tests;

/// <summary>A simulated cloud, a prompt with the module, and the way from one to the other.</summary>
public abstract class CloudTest : IAsyncLifetime
{
    private const string ConnectCommand = "Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _control = new();

    private protected SimulatedCloud Cloud { get; private set; } = null!;

    private protected UserPrompt Prompt { get; private set; } = null!;

    /// <summary>The cloud that a test class wants.</summary>
    private protected virtual SimulatorOptions Options { get; } = new() { Speed = 2000 };

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Prompt = new UserPrompt();
        await OpenAsync(Options);
        Connect().Succeeded();
    }

    public async ValueTask DisposeAsync()
    {
        Prompt.Run("Get-BambuSession -All | Disconnect-BambuCloud").Succeeded(); // The next test finds none, in whatever order they come.
        Prompt.Dispose();
        _control.Dispose();
        await Cloud.DisposeAsync();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what a test class took for itself.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Puts another cloud in place of the one before and connects to it.</summary>
    private protected async Task ReopenAsync(SimulatorOptions options)
    {
        await Cloud.DisposeAsync();
        await OpenAsync(options);
        Connect().Succeeded();
    }

    private protected PowerShellRun Connect() => Prompt.Run(ConnectCommand);

    /// <summary>How often a kind of request reached the cloud.</summary>
    private protected int Count(string request) => Cloud.Requests.Counts.GetValueOrDefault(request);

    /// <summary>Lets something happen at a printer or in the cloud.</summary>
    private protected async Task HappenAsync(string what)
    {
        using HttpResponseMessage answer = await _control.PostAsync(new Uri(Cloud.ApiEndpoint, $"_sim/{what}"), null, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How many clients the broker has now.</summary>
    private protected Task<int> MqttClientsAsync() => StateAsync("mqttClients");

    /// <summary>How many files the storage has with both parts.</summary>
    private protected Task<int> CompleteUploadsAsync() => StateAsync("completeUploads");

    /// <summary>Waits until something is so.</summary>
    private protected static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"In {Patience.TotalSeconds} s it did not become so that {what}.");
            await Task.Delay(20, Cancellation);
        }
    }

    private protected static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }
        return secret;
    }

    private async Task<int> StateAsync(string member)
    {
        JsonObject? state = await _control.GetFromJsonAsync<JsonObject>(new Uri(Cloud.ApiEndpoint, "_sim/state"), Cancellation);
        return (int)state![member]!;
    }

    private async Task OpenAsync(SimulatorOptions options)
    {
        Cloud = await SimulatedCloud.StartAsync(options, Cancellation);
        Prompt["token"] = Secret(Cloud.Account.AccessToken);
        Prompt["api"] = Cloud.ApiEndpoint;
        Prompt["mqtt"] = Cloud.MqttEndpoint;
        Prompt["devices"] = Cloud.DeviceIds.ToArray();
        Prompt["sliced"] = Built.SlicedFile;
    }
}
