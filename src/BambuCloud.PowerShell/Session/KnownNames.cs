namespace BambuCloud.Session;

/// <summary>
/// What completion and prompts know of a session's account: what cmdlets have read anyway, and the printers, which are asked for when
/// nobody has read them yet. It is safe to use from several threads, and knows nothing of the client.
/// </summary>
/// <param name="list">Asks the cloud for the printers.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownNames(Func<CancellationToken, Task<IReadOnlyList<BambuDevice>>> list, TimeProvider time) : IDisposable
{
    /// <summary>How many objects of a kind are kept. More is no help at a prompt.</summary>
    public const int MaxItems = 200;

    /// <summary>
    /// How long completion may wait for something: who presses Tab notices a wait from 300 ms on, and PowerShell wants some of them.
    /// </summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan ListLifetime = TimeSpan.FromMinutes(5);

    // Where no answer comes, or an error, the cloud is asked again after so long; an answer that takes longer than the second is not waited
    // for.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(15);

    private readonly object _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private IReadOnlyList<BambuDevice>? _devices;
    private Task _reading = Task.CompletedTask;
    private long? _asked;
    private int _version;
    private bool _closed;

    /// <summary>Tasks of the history.</summary>
    public RecentlySeen<BambuTask> Tasks { get; } = new(task => task.TaskId);

    /// <summary>Print jobs.</summary>
    public RecentlySeen<BambuPrintJob> Jobs { get; } = new(job => job.JobId);

    /// <summary>Projects.</summary>
    public RecentlySeen<BambuProject> Projects { get; } = new(project => project.ProjectId);

    /// <summary>Notifications.</summary>
    public RecentlySeen<BambuNotification> Notifications { get; } = new(notification => notification.NotificationId);

    /// <summary>Slots of printers that were asked.</summary>
    public RecentlySeen<BambuFilamentSlot> Slots { get; } = new(slot => $"{slot.DeviceId}/{slot.SlotName}");

    /// <summary>The printers as they were read last, if they were. The cloud is asked for nothing.</summary>
    public IReadOnlyList<BambuDevice>? Devices
    {
        get
        {
            lock (_lock)
            {
                return _devices;
            }
        }
    }

    /// <summary>
    /// The printers as they were read last. Where they never were, the cloud is asked and waited for a moment; an answer that comes
    /// later is there the next time, as is a new one for a list that has grown old.
    /// </summary>
    public IReadOnlyList<BambuDevice> GetDevices()
    {
        Task reading;
        TimeSpan left;
        lock (_lock)
        {
            if (!_closed && IsDue())
            {
                int version = _version;
                CancellationToken closing = _closing.Token;
                _asked = time.GetTimestamp();
                _reading = Task.Run(() => ReadAsync(version, closing), CancellationToken.None);
            }
            if (_devices is not null || _asked is not { } asked)
            {
                return _devices ?? [];
            }
            reading = _reading;
            left = MaxWait - time.GetElapsedTime(asked); // A second Tab does not wait as long again.
        }
        if (left > TimeSpan.Zero)
        {
            Task.WaitAny([reading], left);
        }
        lock (_lock)
        {
            return _devices ?? [];
        }
    }

    /// <summary>Takes in the printers as they were read just now.</summary>
    public void SetDevices(IReadOnlyList<BambuDevice> devices)
    {
        lock (_lock)
        {
            _version++;
            _asked = time.GetTimestamp();
            _devices = devices;
        }
    }

    /// <summary>Forgets the printers, because one was bound, unbound or renamed.</summary>
    public void ForgetDevices()
    {
        lock (_lock)
        {
            _version++;
            _asked = null;
            _devices = null;
            _reading = Task.CompletedTask; // Its answer may be from before the change.
        }
    }

    /// <summary>A task with its printer's name and model where these were read before; the cloud is not asked.</summary>
    public BambuTask WithDevice(BambuTask task)
    {
        if (task is { DeviceName: not null, Model: not null })
        {
            return task;
        }
        BambuDevice? device = DeviceOf(task.DeviceId);
        return device is null && task.DeviceName is not null ? task : task with
        {
            // What it was called then.
            DeviceName = task.DeviceName ?? Tasks.Items.FirstOrDefault(known => known.TaskId == task.TaskId)?.DeviceName ?? device?.Name,
            Model = task.Model ?? device?.Model,
            ModelCode = task.ModelCode ?? device?.ModelCode,
        };
    }

    /// <summary>Takes in what a cmdlet writes.</summary>
    /// <param name="item">The object.</param>
    /// <param name="place">How many the command wrote before it.</param>
    public void Add(object item, int place)
    {
        switch (item)
        {
            case BambuTask task:
                Tasks.Add(task, place);
                break;
            case BambuPrintJob job:
                Jobs.Add(job, place);
                break;
            case BambuFilamentSlot slot:
                Slots.Add(slot, place);
                break;
            case BambuPrinterStatus status:
                foreach (BambuFilamentSlot slot in BambuFilamentSlot.AllOf(status))
                {
                    Slots.Add(slot, place);
                }
                break;
            case BambuProject project:
                Projects.Add(project, place);
                break;
            case BambuNotification notification:
                Notifications.Add(notification, place);
                break;
        }
    }

    /// <summary>Ends what is still asked for.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }
            _closed = true;
        }
        _closing.Cancel();
        _closing.Dispose();
    }

    private BambuDevice? DeviceOf(string? deviceId)
    {
        lock (_lock)
        {
            return _devices?.FirstOrDefault(device => device.DeviceId.Equals(deviceId, StringComparison.OrdinalIgnoreCase));
        }
    }

    private bool IsDue() => _asked is not { } asked || time.GetElapsedTime(asked) >= (_devices is null ? RetryDelay : ListLifetime);

    private async Task ReadAsync(int version, CancellationToken closing)
    {
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(closing);
            limit.CancelAfter(ReadTimeout);
            IReadOnlyList<BambuDevice> devices = await list(limit.Token).ConfigureAwait(false);
            lock (_lock)
            {
                if (version == _version) // What a cmdlet or a later try read meanwhile is newer.
                {
                    _version++;
                    _devices = devices;
                }
            }
        }
        catch (Exception fault) when (fault is BambuException or OperationCanceledException)
        {
            // Completion is silent. The next cmdlet that asks the cloud says what is wrong.
        }
    }
}
