using System.Globalization;
using System.Runtime.CompilerServices;
using BambuCloud.Client.Contracts;

namespace BambuCloud.Client;

/// <summary>The account's history of prints.</summary>
public sealed class Tasks
{
    private const int PageSize = 20;
    private const int ResourceForbidden = 8;

    private readonly CloudApi _api;

    internal Tasks(CloudApi api) => _api = api;

    /// <summary><c>GET /v1/user-service/my/tasks</c>: the tasks as the service sorts them, newest first, page by page as they are read.</summary>
    /// <param name="deviceId">Only this printer's; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="BambuApiException">
    /// The cloud did not answer as it should; <see cref="BambuErrorKind.UnexpectedResponse"/> also for pages that go round in a circle.
    /// </exception>
    public async IAsyncEnumerable<BambuTask> ListAsync(
        string? deviceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CloudCall list = new(HttpMethod.Get, "/v1/user-service/my/tasks") { Subject = deviceId };
        string? cursor = null;
        string? landmark = null;
        long seen = 0;
        for (long page = 1, nextLandmark = 1; ; page++)
        {
            TaskListAnswer envelope = await _api.SendAsync(
                list.WithQuery(("deviceId", deviceId), ("after", cursor), ("limit", PageSize.ToString(CultureInfo.InvariantCulture))),
                CloudJson.Default.TaskListAnswer, cancellationToken).ConfigureAwait(false);
            TaskListAnswer answer = envelope.Data ?? envelope;
            long? total = answer.Total ?? answer.Hits?.Total;
            List<TaskContract> tasks = answer.Tasks ?? answer.Hits?.Tasks
                ?? (total is not null || envelope.HasEnvelope ? [] : throw CloudFault.Unexpected(list, "has no 'tasks' and no 'hits'"));
            foreach (TaskContract task in tasks.OfType<TaskContract>())
            {
                yield return ToTask(task, list);
            }
            seen += tasks.Count;
            cursor = tasks.LastOrDefault()?.Id;
            if (cursor is null || (total > 0 ? seen >= total : tasks.Count < PageSize))
            {
                yield break;
            }
            if (cursor == landmark)
            {
                throw CloudFault.Unexpected(list, $"comes back to task '{cursor}': its pages go round in a circle");
            }
            if (page == nextLandmark) // Brent: a landmark at each power of two finds any circle without keeping all cursors.
            {
                landmark = cursor;
                nextLandmark *= 2;
            }
        }
    }

    /// <summary>
    /// <c>GET /v1/iot-service/api/user/task/{id}</c>. Where the service forbids the call (it does even for one's own tasks), the
    /// task is looked for in the list.
    /// </summary>
    /// <exception cref="BambuApiException"><see cref="BambuErrorKind.NotFound"/> where neither has it.</exception>
    public async Task<BambuTask> GetAsync(string taskId, CancellationToken cancellationToken)
    {
        CloudCall call = new(HttpMethod.Get, $"/v1/iot-service/api/user/task/{Uri.EscapeDataString(taskId)}") { Subject = taskId };
        try
        {
            SingleTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.SingleTaskAnswer, cancellationToken).ConfigureAwait(false);
            return ToTask(answer.Data ?? throw CloudFault.Unexpected(call, "has no 'data'"), taskId);
        }
        catch (BambuApiException forbidden) when (forbidden is { Kind: BambuErrorKind.Forbidden, CloudCode: ResourceForbidden })
        {
            CloudTrace.Write($"{call.Endpoint} is forbidden; looking for the task in the list");
        }
        await foreach (BambuTask task in ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (task.TaskId == taskId)
            {
                return task;
            }
        }
        throw new BambuApiException(BambuErrorKind.NotFound, $"The account's history has no task '{taskId}'. Get-BambuTask lists those that it has.")
        {
            Subject = taskId,
            Endpoint = call.Endpoint,
        };
    }

    private static BambuTask ToTask(TaskContract task, CloudCall call) => new()
    {
        TaskId = task.Id is { Length: > 0 } id ? id : throw CloudFault.Unexpected(call, "has a task without 'id'"),
        Title = task.Title is { Length: > 0 } title ? title : task.DesignTitle,
        DesignId = task.DesignId,
        DesignTitle = task.DesignTitle,
        DeviceId = task.DeviceId,
        DeviceName = task.DeviceName,
        ModelId = task.ModelId,
        ProfileId = task.ProfileId,
        Status = StatusOf(task.Status),
        RawStatus = task.Status,
        Weight = task.Weight,
        Length = task.Length,
        EstimatedTime = task.CostTime is { } seconds and >= 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null,
        StartTime = CloudTime.Parse(task.StartTime),
        EndTime = CloudTime.Parse(task.EndTime),
        Cover = PresignedUrl.Parse(task.Cover),
        Thumbnail = PresignedUrl.Parse(task.Thumbnail),
        AdditionalProperties = AdditionalFields.From(task.Additional),
    };

    private static BambuTask ToTask(SingleTaskContract task, string taskId) => new()
    {
        TaskId = task.TaskId is { Length: > 0 } id ? id : taskId,
        Title = task.FileName,
        DeviceId = task.DeviceId,
        Status = StatusOf(task.Status),
        RawStatus = task.Status,
        Progress = task.Progress is { } percent and >= 0 and <= 100 ? (int)percent : null,
        StartTime = CloudTime.Parse(task.StartedAt),
        EndTime = CloudTime.Parse(task.CompletedAt),
        AdditionalProperties = AdditionalFields.From(task.Additional),
    };

    private static BambuTaskStatus StatusOf(string? raw) => raw?.ToUpperInvariant() switch
    {
        "CREATED" or "QUEUED" => BambuTaskStatus.Created,
        "4" or "RUNNING" or "PRINTING" => BambuTaskStatus.Running,
        "2" or "COMPLETED" or "FINISHED" or "FINISH" or "SUCCESS" => BambuTaskStatus.Finished,
        "3" or "FAILED" or "CANCELLED" => BambuTaskStatus.Failed,
        _ => BambuTaskStatus.Unknown,
    };
}
