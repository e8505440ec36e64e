using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>The account's history of prints.</summary>
public sealed class Tasks
{
    private const int ResourceForbidden = 8;

    private readonly CloudApi _api;

    internal Tasks(CloudApi api) => _api = api;

    /// <summary>
    /// <c>GET /v1/user-service/my/tasks</c>: the tasks as the service sorts them, newest first, page by page as they are read, each once,
    /// whichever way the service pages.
    /// </summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="BambuApiException">
    /// The cloud did not answer as it should; <see cref="BambuErrorKind.UnexpectedResponse"/> also for pages that go round in a circle,
    /// <see cref="BambuErrorKind.NotFound"/> where no task has the id that others were wanted behind.
    /// </exception>
    public IAsyncEnumerable<BambuTask> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        ListPagesAsync(query, cancellationToken).OneByOneAsync(cancellationToken);

    /// <summary>The tasks of <see cref="ListAsync"/> as many at a time as come at a time.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public IAsyncEnumerable<IReadOnlyList<BambuTask>> ListPagesAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        CloudCall list = new(Route.ListTasks) { Subject = query.DeviceId };
        int? status = query.Statuses.Count == 1 ? TaskReader.NumberOf(query.Statuses.First()) : null;
        Redaction shown = _api.ShownOf(list);
        PageRange<TaskContract> range = new()
        {
            First = query.First ?? int.MaxValue,
            After = query.After,
            PageSize = query.Statuses.Count == 0 ? null : Pages.Size, // A service that does not know the status sends others too.
            IsWanted = query.Statuses.Count == 0 ? null : task => query.Statuses.Contains(PrintWords.StateOfJob(task.Status)),
            IsBeyond = query.Since is { } since ? task => task.StartTime < since : null,
        };
        // What comes is made into objects by who takes it → the next page is asked for meanwhile.
        return Pages.ReadAsync(list, range, ReadPageAsync, task => task.Id!, cancellationToken)
            .ConvertAsync(task => TaskReader.ToTask(task, shown), cancellationToken);

        async Task<Page<TaskContract>> ReadPageAsync(PageRequest page, CancellationToken cancellation)
        {
            CloudCall call = list.ForPage(page,
                ("deviceId", query.DeviceId),
                ("status", status?.ToString(CultureInfo.InvariantCulture)));
            TaskListAnswer envelope = await _api.SendAsync(call, CloudJson.Default.TaskListAnswer, cancellation).ConfigureAwait(false);
            TaskListAnswer answer = envelope.Data ?? envelope;
            long? total = answer.Total ?? answer.Hits?.Total;
            List<TaskContract?> tasks = answer.Tasks ?? answer.Hits?.Tasks
                ?? (total is not null || envelope.HasEnvelope ? [] : throw CloudFault.Unexpected(list, "has no 'tasks' and no 'hits'"));
            return new Page<TaskContract>(NamedItems.Of(tasks, task => task.Id, list, "id"), tasks.Count, total);
        }
    }

    /// <summary>
    /// One task, as <see cref="GetAsync(IEnumerable{string}, Action{string, BambuException}, CancellationToken)"/> finds it.
    /// </summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotFound"/>, or the cloud did not answer as it should.</exception>
    public async Task<BambuTask> GetAsync(string taskId, CancellationToken cancellationToken)
    {
        BambuException? why = null;
        await foreach (BambuTask task in GetAsync([taskId], (_, fault) => why = fault, cancellationToken).ConfigureAwait(false))
        {
            return task;
        }
        throw why!;
    }

    /// <summary>
    /// <c>GET /v1/iot-service/api/user/task/{id}</c> for each. Once the service forbids the call (it does even for one's own
    /// tasks), this task and all that follow are asked for by <c>GET /v1/user-service/my/task/{id}</c>, and those that are not to be had so
    /// are looked for in one pass over the history.
    /// </summary>
    /// <param name="taskIds">The tasks.</param>
    /// <param name="missing">Told of each task that could not be had; the others go on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BambuException">
    /// The history could not be read, or a task met what every other would meet too: no further one is asked for then.
    /// </exception>
    public async IAsyncEnumerable<BambuTask> GetAsync(
        IEnumerable<string> taskIds, Action<string, BambuException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        ArgumentNullException.ThrowIfNull(missing);
        List<string> searched = [];
        bool isForbidden = false;
        foreach (string id in taskIds)
        {
            if (await FindAsync(id).ConfigureAwait(false) is { } task)
            {
                yield return task;
            }
        }
        await foreach (BambuTask task in SearchAsync(searched, missing, cancellationToken).ConfigureAwait(false))
        {
            yield return task;
        }

        async Task<BambuTask?> FindAsync(string id)
        {
            try
            {
                return await (isForbidden ? GetOwnAsync(id, cancellationToken) : GetOneAsync(id, cancellationToken)).ConfigureAwait(false);
            }
            catch (BambuApiException forbidden) when (!isForbidden
                && forbidden is { Kind: BambuErrorKind.Forbidden, CloudCode: null or ResourceForbidden })
            {
                CloudTrace.Write($"{forbidden.Endpoint} is forbidden; tasks are read as the history has them");
                isForbidden = true;
                return await FindAsync(id).ConfigureAwait(false);
            }
            catch (BambuApiException fault) when (isForbidden && fault.Kind is BambuErrorKind.NotFound
                or BambuErrorKind.Forbidden or BambuErrorKind.MethodNotAllowed or BambuErrorKind.RequestRejected
                    or BambuErrorKind.UnexpectedResponse)
            {
                CloudTrace.Write($"{fault.Endpoint} does not give it ({fault.Kind}); the history is searched");
                searched.Add(id);
            }
            catch (BambuException fault) when (fault.Subject == id && !fault.Kind.MeetsEveryCall())
            {
                missing(id, fault);
            }
            return null;
        }
    }

    /// <summary><c>POST /v1/user-service/my/task</c>: makes a task of a model's profile for a printer. It is sent once.</summary>
    /// <exception cref="BambuApiException">The cloud did not take it (newer accounts may not), or its answer was lost.</exception>
    public async Task<BambuTask> CreateAsync(
        string modelId, string title, string deviceId, string profileId, CancellationToken cancellationToken)
    {
        CreateTaskBody body = new() { ModelId = modelId, Title = title, DeviceId = deviceId, ProfileId = WireId.Of(profileId) };
        CloudCall call = new CloudCall(Route.CreateTask) { Subject = deviceId }.WithBody(body, CloudBodyJson.Default.CreateTaskBody);
        CreateTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.CreateTaskAnswer, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        Redaction shown = _api.ShownOf(call);
        return new BambuTask
        {
            TaskId = answer.Id is { Length: > 0 } id ? id : throw CloudFault.Unexpected(call, "has no 'id'"),
            Title = title,
            ModelId = modelId,
            DeviceId = deviceId,
            ProfileId = profileId,
            Status = PrintWords.StateOfJob(answer.Status),
            RawStatus = shown.Of(answer.Status),
            AdditionalProperties = AdditionalFields.From(answer.Additional, shown),
        };
    }

    private async Task<BambuTask> GetOneAsync(string taskId, CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.GetTask, taskId);
        SingleTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.SingleTaskAnswer, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        return (answer.TaskId ?? answer.Status) is null && answer.Additional?.ContainsKey("job_id") != true
            ? throw CloudFault.Unexpected(call, "has no task")
            : TaskReader.ToTask(answer, taskId, _api.ShownOf(call));
    }

    private async Task<BambuTask> GetOwnAsync(string taskId, CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.GetOwnTask, taskId);
        OwnTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.OwnTaskAnswer, cancellationToken).ConfigureAwait(false);
        TaskContract? task = answer.Data ?? TaskIn(answer);
        return string.IsNullOrEmpty(task?.Id)
            ? throw CloudFault.Unexpected(call, "has no task")
            : TaskReader.ToTask(task, _api.ShownOf(call));
    }

    private static TaskContract? TaskIn(OwnTaskAnswer answer)
    {
        try
        {
            return answer.Fields?.Deserialize(CloudJson.Default.TaskContract);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return null; // Something else has its fields' names, or a text is no Unicode: the history is read with more patience.
        }
    }

    private async IAsyncEnumerable<BambuTask> SearchAsync(
        List<string> taskIds, Action<string, BambuException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> left = [.. taskIds];
        if (left.Count > 0)
        {
            await foreach (BambuTask task in ListAsync(new TaskQuery(), cancellationToken).ConfigureAwait(false))
            {
                if (left.Remove(task.TaskId))
                {
                    yield return task;
                }
                if (left.Count == 0)
                {
                    yield break;
                }
            }
        }
        foreach (string id in left)
        {
            missing(id, CloudFault.NoTask(id));
        }
    }
}
