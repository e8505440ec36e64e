using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace BambuCloud.Benchmarks;

/// <summary>Lets the simulated printers print, and things go wrong, over the cloud's REST API and its <c>/_sim</c>.</summary>
internal sealed class SoakConductor : IDisposable
{
    private const int StartsAtOnce = 40;
    private const int DisturbedAtOnce = 10;

    // An end that comes earlier would make the job shorter than what it takes to ask the fleet for its states.
    private static readonly TimeSpan LeastJob = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly Random _random = new(4);
    private readonly Dictionary<string, long> _started = [];
    private readonly List<string> _paused = [];
    private readonly List<string> _offline = [];
    private readonly List<string> _out = [];
    private readonly IReadOnlyList<string> _own;
    private int _turn;

    /// <param name="api">The cloud's address.</param>
    /// <param name="token">The account's token.</param>
    /// <param name="own">The printers that are connected themselves.</param>
    public SoakConductor(Uri api, string token, IReadOnlyList<string> own)
    {
        _own = own;
        _http = new HttpClient { BaseAddress = api };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>What went wrong, and how often.</summary>
    public SortedDictionary<string, int> Faults { get; } = [];

    public void Dispose() => _http.Dispose();

    /// <summary>Starts a print on some of those that print nothing.</summary>
    public async Task StartIdlePrintersAsync()
    {
        foreach (string id in Some(await ListAsync(device => (bool)device["online"]! && !Prints(device)), StartsAtOnce))
        {
            if (await DoAsync(id, "start"))
            {
                _started[id] = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Lets the next thing go wrong.</summary>
    public async Task DisturbAsync()
    {
        if (_own.Count > 0)
        {
            await DisturbWaysAsync();
        }
        switch (_turn++ % 11)
        {
            case 0:
                using (await _http.PostAsync("_sim/connections/drop", null))
                {
                    Count("connection dropped");
                }
                break;
            case 1 or 5:
                await ToSomeAsync("pause", _paused);
                break;
            case 2 or 7:
                await ToSomeAsync("cancel");
                break;
            case 3 or 9:
                await ToAllAsync("resume", _paused);
                break;
            case 4:
                await ToSomeAsync("offline", _offline);
                break;
            case 6:
                await ToSomeAsync("fail");
                break;
            case 10:
                await ToSomeAsync("restart");
                break;
            case 8:
                await ToAllAsync("online", _offline);
                break;
        }
    }

    /// <summary>Lets everything go on, and waits until nothing prints.</summary>
    public async Task CalmAsync(TimeSpan patience)
    {
        await LeadBackAsync(_out.Count);
        await ToAllAsync("online", _offline);
        await ToAllAsync("resume", _paused);
        long start = Stopwatch.GetTimestamp();
        while ((await ListAsync(Prints)).Count > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                throw new InvalidOperationException("The simulated printers do not come to an end.");
            }
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The jobs as the simulator wrote them down, newest first: the cloud's list does not tell a cancel from a failure.</summary>
    public async Task<IReadOnlyList<SoakJob>> ReadHistoryAsync() =>
        [.. (await GetAsync("_sim/history")).AsArray().Select(job =>
            new SoakJob((string)job!["deviceId"]!, (string)job["taskId"]!, (string)job["outcome"]!))];

    // By chance: printers drop out of their network, or come back to it.
    private async Task DisturbWaysAsync()
    {
        if (_random.Next(2) == 0)
        {
            await LeadBackAsync(_random.Next(_out.Count + 1));
            return;
        }
        foreach (string id in Some([.. _own.Except(_out)], _random.Next(DisturbedAtOnce)))
        {
            await ToWayAsync(id, "close");
            _out.Add(id);
        }
    }

    private async Task LeadBackAsync(int count)
    {
        foreach (string id in Some(_out, count))
        {
            await ToWayAsync(id, "open");
            _out.Remove(id);
        }
    }

    private async Task ToWayAsync(string deviceId, string action)
    {
        using HttpResponseMessage response = await _http.PostAsync($"_sim/lan/{deviceId}/{action}", null);
        response.EnsureSuccessStatusCode();
        Count($"way {action}");
    }

    private static bool Prints(JsonNode device) => (string)device["print_status"]! is "RUNNING" or "PAUSE";

    private async Task ToSomeAsync(string action, List<string>? remembered = null)
    {
        List<string> old = await ListAsync(device => (bool)device["online"]! && (string)device["print_status"]! == "RUNNING");
        old.RemoveAll(id => Stopwatch.GetElapsedTime(_started[id]) < LeastJob);
        foreach (string id in Some(old, DisturbedAtOnce))
        {
            if (await DoAsync(id, action))
            {
                remembered?.Add(id);
                Count(action);
            }
        }
    }

    private async Task ToAllAsync(string action, List<string> remembered)
    {
        foreach (string id in remembered)
        {
            if (await DoAsync(id, action))
            {
                Count(action);
            }
        }
        remembered.Clear();
    }

    private string[] Some(List<string> all, int most)
    {
        string[] some = [.. all];
        _random.Shuffle(some);
        return some[..Math.Min(most, some.Length)];
    }

    private void Count(string fault) => Faults[fault] = Faults.GetValueOrDefault(fault) + 1;

    private async Task<List<string>> ListAsync(Func<JsonNode, bool> wanted) =>
        [.. (await GetAsync("v1/iot-service/api/user/bind"))["devices"]!.AsArray().Where(device => wanted(device!))
            .Select(device => (string)device!["dev_id"]!)];

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(path))!;

    private async Task<bool> DoAsync(string deviceId, string action)
    {
        using HttpResponseMessage response = await _http.PostAsync($"_sim/printers/{deviceId}/{action}", null);
        return response.IsSuccessStatusCode;
    }
}
