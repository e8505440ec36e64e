namespace BambuCloud.Client.Api;

/// <summary>Which tasks of the history are wanted.</summary>
public sealed record TaskQuery
{
    /// <summary>Only this printer's; <see langword="null"/> for all.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Only those in one of these states; none for all.</summary>
    public IReadOnlyCollection<BambuPrintState> Statuses { get; init; } = [];

    /// <summary>Only tasks behind this one in the list, which are older.</summary>
    public string? After { get; init; }

    /// <summary>Only tasks that began then or later. The listing ends at the first older one.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>So many at the most; the service is asked for no more.</summary>
    public int? First { get; init; }
}
