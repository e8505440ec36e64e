using System.Globalization;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>Messages to the account, as the live service has them (rest.md).</summary>
public sealed class Messages
{
    private readonly CloudApi _api;

    internal Messages(CloudApi api) => _api = api;

    /// <summary>
    /// <c>GET /v1/user-service/my/messages</c>: the messages as the service sorts them, newest first, page by page as they are read.
    /// </summary>
    /// <param name="type">Only those of this type; <see langword="null"/> for all.</param>
    /// <param name="since">Only those that were made then or later. The listing ends at the first older one.</param>
    /// <param name="first">So many at the most.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public IAsyncEnumerable<IReadOnlyList<BambuMessage>> ListPagesAsync(
        int? type, DateTimeOffset? since, int first, CancellationToken cancellationToken)
    {
        CloudCall list = new(Route.ListMessages);
        Redaction shown = _api.ShownOf(list);
        PageRange<BambuMessage> range = new()
        {
            First = first,
            PageSize = type is null ? null : Pages.Size, // A service that does not know the type sends others too.
            IsWanted = type is null ? null : message => message.Type == type,
            IsBeyond = since is { } begin ? message => message.CreatedAt?.ToUniversalTime() < begin.UtcDateTime : null,
        };
        return Pages.ReadAsync(list, range, ReadPageAsync, message => message.MessageId, cancellationToken);

        async Task<Page<BambuMessage>> ReadPageAsync(PageRequest page, CancellationToken cancellation)
        {
            CloudCall call = list.ForPage(page, ("type", type?.ToString(CultureInfo.InvariantCulture)));
            MessageListAnswer envelope = await _api.SendAsync(call, CloudJson.Default.MessageListAnswer, cancellation)
                .ConfigureAwait(false);
            MessageListAnswer answer = envelope.Data ?? envelope;
            List<MessageContract?> messages = answer.Hits
                ?? (envelope.HasEnvelope || answer.Total is not null ? [] : throw CloudFault.Unexpected(list, "has no 'hits'"));
            List<BambuMessage> items = NamedItems.Of(messages, message => message.Id, list, "id")
                .ConvertAll(message => ToMessage(message, shown));
            return new Page<BambuMessage>(items, messages.Count, answer.Total);
        }
    }

    /// <summary>
    /// <c>GET /v1/user-service/my/message/count</c>: how many messages of each type are not read; their sum only where no type is named.
    /// </summary>
    /// <exception cref="BambuApiException">The cloud did not answer as it should.</exception>
    public async Task<IReadOnlyList<BambuMessageCount>> CountUnreadAsync(CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.CountMessages);
        MessageCountAnswer answer = await _api.SendAsync(call, CloudJson.Default.MessageCountAnswer, cancellationToken)
            .ConfigureAwait(false);
        List<BambuMessageCount> counts = [];
        Add(answer.Counts, counts);
        // A sum beside what it is the sum of would be counted twice.
        return [.. counts.Where(count => counts.Count == 1 || !count.Type.EndsWith("total", StringComparison.OrdinalIgnoreCase))];
    }

    // The shape is known from one source only: every number that stands under a name, or beside a type, is taken.
    private static void Add(Dictionary<string, object?>? fields, List<BambuMessageCount> counts)
    {
        if (fields is null)
        {
            return;
        }
        if (fields.TryGetValue("type", out object? type) && type is not null && fields.TryGetValue("count", out object? count)
            && count is long unread)
        {
            string name = Convert.ToString(type, CultureInfo.InvariantCulture)!;
            counts.Add(new BambuMessageCount { Type = name, Unread = Quantity.Count(unread) ?? 0 });
            return;
        }
        foreach ((string field, object? value) in fields)
        {
            switch (value)
            {
                case long number:
                    counts.Add(new BambuMessageCount { Type = field, Unread = Quantity.Count(number) ?? 0 });
                    break;
                case Dictionary<string, object?> inner:
                    Add(inner, counts);
                    break;
                case List<object?> items:
                    items.OfType<Dictionary<string, object?>>().ToList().ForEach(item => Add(item, counts));
                    break;
            }
        }
    }

    private static BambuMessage ToMessage(MessageContract message, Redaction shown)
    {
        MessageTask? task = message.TaskMessage?.FirstOrDefault();
        MessageDesign? design = message.Design?.FirstOrDefault();
        return new BambuMessage
        {
            MessageId = message.Id!,
            Type = Quantity.Count(message.Type),
            CreatedAt = message.CreateTime?.LocalDateTime,
            From = shown.Of(message.From?.FirstOrDefault()?.Name),
            Title = shown.Of(WireText.FirstOf(task?.Title, message.Comment?.FirstOrDefault()?.Content, design?.Title)),
            TaskId = BambuPrintFigures.KnownId(task?.Id),
            DeviceId = task?.DeviceId,
            TaskStatus = PrintWords.StateOfJob(task?.Status),
            RawTaskStatus = shown.Of(task?.Status),
            Cover = PresignedUrl.Parse(WireText.FirstOf(task?.Cover, design?.Cover)),
            AdditionalProperties = AdditionalFields.From(message.Additional, shown, task?.Additional, design?.Additional),
        };
    }
}
