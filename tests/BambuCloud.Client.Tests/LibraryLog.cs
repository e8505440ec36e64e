using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Text;

namespace BambuCloud.Client.Tests;

/// <summary>Hears everything that .NET's network libraries tell in this process: events, diagnostics and activities.</summary>
internal sealed class LibraryLog : EventListener, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Libraries = "System.Net.";
    private const string HttpDiagnostics = "HttpHandlerDiagnosticListener";

    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConcurrentQueue<IDisposable> _subscriptions = [];

    public LibraryLog()
    {
        _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));
        ActivityListener activities = new()
        {
            ShouldListenTo = source => source.Name.Contains(Libraries, StringComparison.Ordinal),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Add(activity.Source.Name, activity.OperationName,
                [activity.DisplayName, .. activity.TagObjects.Select(tag => $"{tag}")]),
        };
        ActivitySource.AddActivityListener(activities);
        _subscriptions.Enqueue(activities);
    }

    /// <summary>Who told what, with everything that was told along.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == HttpDiagnostics)
        {
            _subscriptions.Enqueue(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value) => Add(HttpDiagnostics, value.Key, [value.Value]);

    public void OnError(Exception error)
    {
        // None of .NET's fails.
    }

    public void OnCompleted()
    {
        // None of .NET's ends.
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // Not "Private.InternalDiagnostics.System.Net.*": those dump requests and buffers whole, for .NET's own authors, and no client can
        // keep them from it.
        if (eventSource.Name.StartsWith(Libraries, StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        Add(eventData.EventSource.Name, eventData.EventName, eventData.Payload ?? Enumerable.Empty<object?>());

    private void Add(string source, string? name, IEnumerable<object?> told) =>
        _lines.Enqueue($"{source} {name}: {string.Join(", ", told.Select(TextOf))}");

    private static string? TextOf(object? value) =>
        value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
