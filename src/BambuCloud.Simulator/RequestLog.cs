using System.Collections.Concurrent;

namespace BambuCloud.Simulator;

/// <summary>Counts what reached the cloud, so that a test can say what did not.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>How often each kind of request came: <c>POST /v1/…</c>, <c>PUT storage</c>, <c>MQTT CONNECT</c>, …</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    internal void Count(string request) => _counts.AddOrUpdate(request, 1, (_, count) => count + 1);
}
