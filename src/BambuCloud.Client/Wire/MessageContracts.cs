using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record MessageListAnswer : CloudAnswer
{
    public List<MessageContract?>? Hits { get; set; }

    public long? Total { get; set; }

    public MessageListAnswer? Data { get; set; }
}

internal sealed record MessageContract : CloudRecord
{
    public string? Id { get; set; }

    public long? Type { get; set; }

    public DateTimeOffset? CreateTime { get; set; }

    [JsonConverter(typeof(OneOrMany<MessageSender>))]
    public List<MessageSender>? From { get; set; }

    [JsonConverter(typeof(OneOrMany<MessageTask>))]
    public List<MessageTask>? TaskMessage { get; set; }

    [JsonConverter(typeof(OneOrMany<MessageDesign>))]
    public List<MessageDesign>? Design { get; set; }

    [JsonConverter(typeof(OneOrMany<MessageComment>))]
    public List<MessageComment>? Comment { get; set; }
}

internal sealed record MessageSender : CloudRecord
{
    public string? Uid { get; set; }

    public string? Name { get; set; }
}

internal sealed record MessageTask : CloudRecord
{
    public string? Id { get; set; }

    public string? Title { get; set; }

    public string? Cover { get; set; }

    public string? Status { get; set; }

    public string? DeviceId { get; set; }
}

internal sealed record MessageDesign : CloudRecord
{
    public string? Title { get; set; }

    public string? Cover { get; set; }
}

internal sealed record MessageComment : CloudRecord
{
    public string? Content { get; set; }
}

/// <summary>Numbers by type: in one object, or in a list of objects of <c>type</c> and <c>count</c>.</summary>
internal sealed record MessageCountAnswer : CloudAnswer
{
    [JsonExtensionData]
    public Dictionary<string, object?>? Counts { get; set; }
}
