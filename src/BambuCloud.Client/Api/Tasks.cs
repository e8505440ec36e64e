using System.Globalization;
using System.Runtime.CompilerServices;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>The account's history of prints.</summary>
public sealed class Tasks
{
    private const double CentimetersPerMeter = 100;
    private const int ResourceForbidden = 8;

    private readonly CloudApi _api;

    internal Tasks(CloudApi api) => _api = api;

    /// <summary>
    /// <c>GET /v1/user-service/my/tasks</c>: the tasks as the service sorts them, newest first, page by page as they are read.
    /// </summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="BambuApiException">
    /// The cloud did not answer as it should; <see cref="BambuErrorKind.UnexpectedResponse"/> also for pages that go round in a circle.
    /// </exception>
    public IAsyncEnumerable<BambuTask> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        ListPagesAsync(query, cancellationToken).OneByOneAsync(cancellationToken);

    /// <summary>The tasks of <see cref="ListAsync"/> as many at a time as come at a time.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public IAsyncEnumerable<IReadOnlyList<BambuTask>> ListPagesAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        CloudCall list = new(Route.ListTasks) { Subject = query.DeviceId };
        Redaction shown = _api.ShownOf(list);
        PageRange<BambuTask> range = new()
        {
            First = query.First ?? int.MaxValue,
            After = query.After,
            IsBeyond = task => task.StartTime?.ToUniversalTime() < query.Since?.UtcDateTime,
        };
        return Pages.ReadAsync(list, range, ReadPageAsync, task => task.TaskId, cancellationToken);

        async Task<Page<BambuTask>> ReadPageAsync(PageRequest page, CancellationToken cancellation)
        {
            CloudCall call = list.WithQuery(
                ("deviceId", query.DeviceId), ("after", page.After), ("offset", page.Offset > 0 ? Number(page.Offset) : null),
                    ("limit", Number(page.Limit)));
            TaskListAnswer envelope = await _api.SendAsync(call, CloudJson.Default.TaskListAnswer, cancellation).ConfigureAwait(false);
            TaskListAnswer answer = envelope.Data ?? envelope;
            long? total = answer.Total ?? answer.Hits?.Total;
            List<TaskContract?> tasks = answer.Tasks ?? answer.Hits?.Tasks
                ?? (total is not null || envelope.HasEnvelope ? [] : throw CloudFault.Unexpected(list, "has no 'tasks' and no 'hits'"));
            List<BambuTask> items = new(tasks.Count);
            foreach (TaskContract task in tasks.OfType<TaskContract>())
            {
                items.Add(ToTask(task, list, shown));
            }
            return new Page<BambuTask>(items, tasks.Count, total);
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
    /// tasks), this task and all that follow are looked for in one pass over the history.
    /// </summary>
    /// <param name="taskIds">The tasks.</param>
    /// <param name="missing">Told of each task that could not be had; the others go on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BambuApiException">The history could not be read.</exception>
    public async IAsyncEnumerable<BambuTask> GetAsync(
        IEnumerable<string> taskIds, Action<string, BambuException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        ArgumentNullException.ThrowIfNull(missing);
        List<string> searched = [];
        foreach (string id in taskIds)
        {
            if (searched.Count > 0 || await GetOrDefaultAsync(id).ConfigureAwait(false) is not { } task)
            {
                continue;
            }
            yield return task;
        }
        await foreach (BambuTask task in FindAsync(searched, missing, cancellationToken).ConfigureAwait(false))
        {
            yield return task;
        }

        async Task<BambuTask?> GetOrDefaultAsync(string id)
        {
            try
            {
                return await GetOneAsync(id, cancellationToken).ConfigureAwait(false);
            }
            catch (BambuApiException forbidden) when (forbidden is { Kind: BambuErrorKind.Forbidden, CloudCode: null or ResourceForbidden })
            {
                CloudTrace.Write($"{forbidden.Endpoint} is forbidden; looking for the task in the history");
                searched.AddRange(taskIds.SkipWhile(other => other != id));
            }
            catch (BambuException fault) when (fault.Subject == id)
            {
                missing(id, fault);
            }
            return null;
        }
    }

    private async Task<BambuTask> GetOneAsync(string taskId, CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.GetTask, taskId);
        SingleTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.SingleTaskAnswer, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        return answer.TaskId is null && answer.Status is null ? throw CloudFault.Unexpected(call, "has no task")
            : ToTask(answer, taskId, _api.ShownOf(call));
    }

    private async IAsyncEnumerable<BambuTask> FindAsync(
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

    /// <summary><c>POST /v1/user-service/my/task</c>: makes a task of a model's profile for a printer. It is sent once.</summary>
    /// <exception cref="BambuApiException">The cloud did not take it (newer accounts may not), or its answer was lost.</exception>
    public async Task<BambuTask> CreateAsync(string modelId, string title, string deviceId, string profileId,
        CancellationToken cancellationToken)
    {
        CloudCall call = new CloudCall(Route.CreateTask) { Subject = deviceId }.WithBody(
            new CreateTaskBody { ModelId = modelId, Title = title, DeviceId = deviceId, ProfileId = profileId },
                CloudBodyJson.Default.CreateTaskBody);
        CreateTaskAnswer answer = await _api.SendAsync(call, CloudJson.Default.CreateTaskAnswer, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        return new BambuTask
        {
            TaskId = answer.Id is { Length: > 0 } id ? id : throw CloudFault.Unexpected(call, "has no 'id'"),
            Title = title,
            ModelId = modelId,
            DeviceId = deviceId,
            ProfileId = profileId,
            Status = PrintWords.StateOfJob(answer.Status),
            RawStatus = _api.ShownOf(call).Of(answer.Status),
            AdditionalProperties = AdditionalFields.From(answer.Additional, _api.ShownOf(call)),
        };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static BambuTask ToTask(TaskContract task, CloudCall call, Redaction shown) => new()
    {
        TaskId = task.Id is { Length: > 0 } id ? id : throw CloudFault.Unexpected(call, "has a task without 'id'"),
        Title = shown.Of(task.Title is { Length: > 0 } title ? title : task.DesignTitle),
        DesignId = task.DesignId,
        DesignTitle = shown.Of(task.DesignTitle),
        DeviceId = task.DeviceId,
        DeviceName = shown.Of(task.DeviceName),
        Model = shown.Of(BambuModels.Named(null, task.DeviceModel)),
        ModelCode = BambuModels.CodeOf(task.DeviceModel),
        ModelId = task.ModelId,
        ProfileId = task.ProfileId,
        Status = PrintWords.StateOfJob(task.Status),
        RawStatus = shown.Of(task.Status),
        FilamentGrams = task.Weight,
        FilamentMeters = task.Length / CentimetersPerMeter,
        Filaments = [.. (task.AmsDetailMapping ?? []).OfType<TaskFilamentContract>().Select(filament => ToFilament(filament, shown))],
        EstimatedTime = Quantity.Seconds(task.CostTime),
        StartTime = task.StartTime?.LocalDateTime,
        EndTime = task.EndTime?.LocalDateTime,
        Cover = PresignedUrl.Parse(task.Cover),
        Thumbnail = PresignedUrl.Parse(task.Thumbnail),
        AdditionalProperties = AdditionalFields.From(task.Additional, shown),
    };

    private static BambuTask ToTask(SingleTaskAnswer task, string taskId, Redaction shown) => new()
    {
        TaskId = task.TaskId is { Length: > 0 } id ? id : taskId,
        Title = shown.Of(task.FileName),
        DeviceId = task.DeviceId,
        Status = PrintWords.StateOfJob(task.Status),
        RawStatus = shown.Of(task.Status),
        Progress = Quantity.Percent(task.Progress),
        StartTime = task.StartedAt?.LocalDateTime,
        EndTime = task.CompletedAt?.LocalDateTime,
        AdditionalProperties = AdditionalFields.From(task.Additional, shown),
    };

    private static BambuFilament ToFilament(TaskFilamentContract filament, Redaction shown) => new()
    {
        Material = shown.Of(filament.FilamentType),
        Color = filament.SourceColor ?? filament.TargetColor,
        Grams = filament.Weight,
        FilamentId = shown.Of(filament.FilamentId),
        AmsId = filament.AmsId,
        Slot = filament.SlotId,
    };
}
