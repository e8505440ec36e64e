using System.Buffers;

namespace BambuCloud.Client.Live;

/// <summary>Who is told what happens on a <see cref="BrokerLink"/>, from its own threads.</summary>
internal interface IBrokerLinkObserver
{
    /// <summary>Whether <see cref="Trace"/> goes to somebody.</summary>
    bool IsTraced { get; }

    /// <summary>A message of the connection that stands. The payload is good until the call returns.</summary>
    void Received(string topic, ReadOnlySequence<byte> payload);

    /// <summary>The connection is lost, and why.</summary>
    void Lost(string reason);

    /// <summary>A line about the connection's work: attempts, causes, waits, and what the library warns of.</summary>
    void Trace(string line);
}
