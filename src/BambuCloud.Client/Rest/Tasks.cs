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
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="BambuApiException">
    /// The cloud did not answer as it should; <see cref="BambuErrorKind.UnexpectedResponse"/> also for pages that go round in a circle.
    /// </exception>
    public async IAsyncEnumerable<BambuTask> ListAsync(TaskQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        CloudCall list = new(Route.ListTasks) { Subject = query.DeviceId };
        CircleWatch circle = new(list);
        string? cursor = query.After;
        int left = query.First ?? int.MaxValue;
        for (long seen = 0; left > 0;)
        {
            int limit = Math.Min(left, PageSize);
            TaskListAnswer envelope = await _api.SendAsync(
                list.WithQuery(("deviceId", query.DeviceId), ("after", cursor), ("limit", limit.ToString(CultureInfo.InvariantCulture))),
                CloudJson.Default.TaskListAnswer, cancellationToken).ConfigureAwait(false);
            TaskListAnswer answer = envelope.Data ?? envelope;
            long? total = answer.Total ?? answer.Hits?.Total;
            List<TaskContract?> tasks = answer.Tasks ?? answer.Hits?.Tasks
                ?? (total is not null || envelope.HasEnvelope ? [] : throw CloudFault.Unexpected(list, "has no 'tasks' and no 'hits'"));
            foreach (BambuTask task in tasks.OfType<TaskContract>().Select(task => ToTask(task, list)).Take(left))
            {
                if (task.StartTime < query.Since)
                {
                    yield break;
                }
                yield return task;
                left--;
            }
            seen += tasks.Count;
            cursor = tasks.LastOrDefault()?.Id;
            if (cursor is null || (total > 0 && query.After is null ? seen >= total : tasks.Count < limit))
            {
                yield break;
            }
            circle.Pass(cursor);
        }
    }

    /// <summary>
    /// <c>GET /v1/iot-service/api/user/task/{id}</c>. Where the service forbids the call (it does even for one's own tasks), the
    /// task is looked for in the list.
    /// </summary>
    /// <exception cref="BambuApiException"><see cref="BambuErrorKind.NotFound"/> where neither has it.</exception>
    public async Task<BambuTask> GetAsync(string taskId, CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.GetTask, taskId);
        try
        {
            SingleTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.SingleTaskAnswer, cancellationToken).ConfigureAwait(false);
            return ToTask(answer.Data ?? throw CloudFault.Unexpected(call, "has no 'data'"), taskId);
        }
        catch (BambuApiException forbidden) when (forbidden is { Kind: BambuErrorKind.Forbidden, CloudCode: ResourceForbidden })
        {
            CloudTrace.Write($"{call.Endpoint} is forbidden; looking for the task in the list");
        }
        await foreach (BambuTask task in ListAsync(new TaskQuery(), cancellationToken).ConfigureAwait(false))
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

    /// <summary><c>POST /v1/user-service/my/task</c>: makes a task of a model's profile for a printer. It is sent once.</summary>
    /// <exception cref="BambuApiException">The cloud did not take it (newer accounts may not), or its answer was lost.</exception>
    public async Task<BambuTask> CreateAsync(string modelId, string title, string deviceId, string profileId, CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.CreateTask) { Subject = deviceId }.WithBody(
            new CreateTaskBody { ModelId = modelId, Title = title, DeviceId = deviceId, ProfileId = profileId }, CloudBodyJson.Default.CreateTaskBody);
        CreateTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.CreateTaskAnswer, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        return new BambuTask
        {
            TaskId = answer.Id is { Length: > 0 } id ? id : throw CloudFault.Unexpected(call, "has no 'id'"),
            Title = title,
            ModelId = modelId,
            DeviceId = deviceId,
            ProfileId = profileId,
            Status = StatusOf(answer.Status),
            RawStatus = answer.Status,
            AdditionalProperties = AdditionalFields.From(answer.Additional),
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
        EstimatedTime = Quantity.Seconds(task.CostTime),
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
        Progress = Quantity.Percent(task.Progress),
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
