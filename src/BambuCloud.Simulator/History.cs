using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>A task of the account's history.</summary>
internal sealed class SimulatedTask
{
    public const int Created = 1;
    public const int Finished = 2;
    public const int Failed = 3;
    public const int Running = 4;

    public required long Id { get; init; }

    public required string Title { get; init; }

    public required string DeviceId { get; init; }

    public required string DeviceName { get; init; }

    public required string DeviceModel { get; init; }

    /// <summary>The model; one that is made up where nobody has named one.</summary>
    [AllowNull]
    public string ModelId { get => field ?? $"US{Id:x}"; init; }

    /// <summary>The model's profile; one that is made up where nobody has named one.</summary>
    [AllowNull]
    public string ProfileId { get => field ?? (Id + 7).ToString(CultureInfo.InvariantCulture); init; }

    public required DateTimeOffset Start { get; init; }

    public DateTimeOffset? End { get; set; }

    /// <summary>As the live service counts: 2 finished, 3 failed or cancelled, 4 running; 1 stands for one that waits.</summary>
    public int Status { get; set; } = Running;

    /// <summary>How it ended; null while it has not, and for those that the history began with.</summary>
    public JobEnd? Outcome { get; set; }

    public double Weight { get; init; }

    public double Length { get; init; }

    public int CostSeconds { get; init; }

    /// <summary>The plate that was printed.</summary>
    public SlicedFile File { get; init; } = SlicedFile.Plain;

    /// <summary>How it was started.</summary>
    public PrintOrder Order { get; init; } = new();

    /// <summary>Whether the account's owner has read the message that the task's end left.</summary>
    public bool IsMessageRead { get; init; }
}

/// <summary>A notification of the account.</summary>
internal sealed class SimulatedNotification
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Message { get; init; }

    public required DateTimeOffset Time { get; init; }

    public bool Read { get; set; }
}

/// <summary>What happened in the account: tasks and notifications. Jobs that end write themselves down here.</summary>
internal sealed class History
{
    private const long FirstTaskId = 410_000_000;
    private const int UnreadMessages = 3;
    private const double CentimetersPerGram = 33.5; // PLA of 1.75 mm

    private readonly Lock _lock = new();
    private readonly List<SimulatedTask> _tasks = [];
    private readonly List<SimulatedNotification> _notifications = [];
    private readonly TimeProvider _time;
    private long _nextTask = FirstTaskId;

    public History(SimulatorOptions options, PrinterFleet fleet)
    {
        _time = options.TimeProvider;
        Seed(options.Tasks, fleet);
        fleet.Ended += End;
    }

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Writes down a task that begins now.</summary>
    public SimulatedTask Begin(SimulatedPrinter printer, string fileName, SlicedFile file, PrintOrder order) =>
        Add(printer, fileName, SimulatedTask.Running, file, order);

    /// <summary>Writes down a task that waits for somebody to start it.</summary>
    public SimulatedTask Create(SimulatedPrinter printer, string title, string modelId, string profileId) =>
        Add(printer, title, SimulatedTask.Created, new SlicedFile(TimeSpan.Zero, 0), new PrintOrder(), modelId, profileId);

    /// <summary>Tasks, newest first.</summary>
    /// <param name="deviceId">Of this printer; of every one when it is null or empty.</param>
    /// <param name="after">Older than this one.</param>
    /// <param name="offset">So many are left out.</param>
    /// <param name="limit">So many at the most.</param>
    /// <param name="status">In this state.</param>
    public (IReadOnlyList<SimulatedTask> Page, int Total) Tasks(
        string? deviceId, long? after = null, int offset = 0, int limit = int.MaxValue, int? status = null)
    {
        lock (_lock)
        {
            List<SimulatedTask> matching = [.. _tasks.Where(task => string.IsNullOrEmpty(deviceId) || task.DeviceId == deviceId)
                .Where(task => status is null || task.Status == status).OrderByDescending(task => task.Id)];
            return ([.. matching.Where(task => after is null || task.Id < after).Skip(offset).Take(limit)], matching.Count);
        }
    }

    /// <summary>Tasks that have ended, newest first.</summary>
    public IReadOnlyList<SimulatedTask> Ended()
    {
        lock (_lock)
        {
            return [.. _tasks.Where(task => task.End is not null).OrderByDescending(task => task.Id)];
        }
    }

    /// <summary>The task of a model's profile; null when there is none.</summary>
    public SimulatedTask? TaskOfProfile(string profileId)
    {
        lock (_lock)
        {
            return _tasks.Find(task => task.ProfileId == profileId);
        }
    }

    public SimulatedTask? Task(long id)
    {
        lock (_lock)
        {
            return _tasks.Find(task => task.Id == id);
        }
    }

    public IReadOnlyList<SimulatedNotification> Notifications(bool unread)
    {
        lock (_lock)
        {
            return [.. _notifications.Where(item => !unread || !item.Read).OrderByDescending(item => item.Time)];
        }
    }

    public bool Mark(string notificationId, bool read)
    {
        lock (_lock)
        {
            SimulatedNotification? found = _notifications.Find(item => item.Id == notificationId);
            if (found is not null)
            {
                found.Read = read;
            }
            return found is not null;
        }
    }

    private SimulatedTask Add(SimulatedPrinter printer, string title, int status, SlicedFile file, PrintOrder order,
        string? modelId = null, string? profileId = null)
    {
        lock (_lock)
        {
            SimulatedTask task = new()
            {
                Id = _nextTask++,
                Title = title,
                DeviceId = printer.DeviceId,
                DeviceName = printer.Name,
                DeviceModel = printer.Model.ProductName,
                ModelId = modelId,
                ProfileId = profileId,
                Start = _time.GetUtcNow(),
                Status = status,
                CostSeconds = (int)file.Duration.TotalSeconds,
                Weight = file.Grams,
                Length = Math.Round(file.Grams * CentimetersPerGram, 1),
                File = file,
                Order = order,
            };
            _tasks.Add(task);
            return task;
        }
    }

    private void End(SimulatedPrinter printer, JobEnd how)
    {
        lock (_lock)
        {
            SimulatedTask? task = _tasks.FindLast(item => item.DeviceId == printer.DeviceId && item.Status == SimulatedTask.Running);
            if (task is null)
            {
                return;
            }
            task.Outcome = how;
            task.Status = how == JobEnd.Finished ? SimulatedTask.Finished : SimulatedTask.Failed;
            task.End = _time.GetUtcNow();
            Notify(
                how switch { JobEnd.Finished => "print_complete", JobEnd.Cancelled => "print_cancelled", _ => "print_failed" },
                $"{printer.Name}: '{task.Title}' "
                    + $"{how switch { JobEnd.Finished => "is complete", JobEnd.Cancelled => "was cancelled", _ => "failed" }}");
        }
    }

    private void Notify(string type, string message, DateTimeOffset? time = null, bool read = false) =>
        _notifications.Add(new SimulatedNotification
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"notif_{_notifications.Count + 1:D4}"),
            Type = type,
            Message = message,
            Time = time ?? _time.GetUtcNow(),
            Read = read,
        });

    private void Seed(int count, PrinterFleet fleet)
    {
        string[] titles = ["Cube", "Benchy", "Cable clip", "Spool holder", "Phone stand", "Gridfinity 2x3", "Hook"];
        IReadOnlyList<SimulatedPrinter> printers = fleet.Select(printer => printer);
        if (printers.Count == 0)
        {
            return;
        }
        DateTimeOffset now = _time.GetUtcNow();
        for (int index = 0; index < count; index++)
        {
            SimulatedPrinter printer = printers[index % printers.Count];
            int cost = 1800 + (index * 731 % 9000);
            DateTimeOffset start = now.AddHours(-3 * (count - index)).AddMinutes(-(index * 7 % 50));
            _tasks.Add(new SimulatedTask
            {
                Id = _nextTask++,
                Title = titles[index % titles.Length],
                DeviceId = printer.DeviceId,
                DeviceName = printer.Name,
                DeviceModel = printer.Model.ProductName,
                Start = start,
                End = start.AddSeconds(cost + (index * 13 % 300)),
                Status = index % 9 == 4 ? SimulatedTask.Failed : SimulatedTask.Finished,
                Weight = Math.Round(8 + (index * 3.7 % 60), 2),
                Length = Math.Round((8 + (index * 3.7 % 60)) * 33.5, 1),
                CostSeconds = cost,
                IsMessageRead = index < count - UnreadMessages,
            });
        }
        for (int index = 0; index < 6; index++)
        {
            bool failed = index == 2;
            Notify(
                failed ? "print_failed" : "print_complete",
                failed ? "Print job failed: filament ran out" : $"Print job '{titles[index % titles.Length]}' completed successfully",
                now.AddHours(-6 * (6 - index)), read: index < 3);
        }
    }
}

/// <summary>How the API writes times.</summary>
internal static class WireTime
{
    public static JsonNode? Write(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>As the live device service writes them: UTC, and nothing says so.</summary>
    public static JsonNode? WritePlain(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
