namespace BambuCloud.Benchmarks;

/// <summary>A job as the simulator itself wrote it down.</summary>
/// <param name="DeviceId">The printer.</param>
/// <param name="TaskId">The job.</param>
/// <param name="Outcome"><c>finished</c>, <c>failed</c>, <c>cancelled</c>, or <c>unknown</c> where the printer forgot it.</param>
internal sealed record SoakJob(string DeviceId, string TaskId, string Outcome)
{
    /// <summary>What nobody can know, or nobody does.</summary>
    public const string Unknown = "unknown";

    /// <summary>
    /// Whether it was told as what it was. <see cref="Unknown"/> is true of a print that its printer forgot, and where its end was missed:
    /// who was there and heard it has to know.
    /// </summary>
    public bool IsTold(string outcome, bool recovered) => outcome == Outcome || (outcome == Unknown && recovered);
}

/// <summary>What was told of each printer's prints, held against the history.</summary>
/// <param name="printers">How many printers there are to hear of.</param>
internal sealed class SoakAccount(int printers)
{
    private const int Shown = 10;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, List<BambuPrinterEvent>> _told = [];
    private readonly Dictionary<BambuPrinterEventType, int> _counts = [];

    /// <summary>Done when so many printers' states are known.</summary>
    public Task Known => _known.Task;

    public void Add(BambuPrinterEvent item)
    {
        lock (_lock)
        {
            Take(item);
        }
    }

    private void Take(BambuPrinterEvent item)
    {
        _counts[item.Type] = _counts.GetValueOrDefault(item.Type) + 1;
        if (_counts.GetValueOrDefault(BambuPrinterEventType.Snapshot) == printers)
        {
            _known.TrySetResult();
        }
        if (item.DeviceId is { } id && (item.Type == BambuPrinterEventType.PrintStarted || IsEnd(item)))
        {
            if (!_told.TryGetValue(id, out List<BambuPrinterEvent>? told))
            {
                _told[id] = told = [];
            }
            told.Add(item);
        }
    }

    /// <summary>Prints the account; false where a start or an end is missing or came twice.</summary>
    /// <param name="history">The cloud's own, newest first.</param>
    public bool Close(IReadOnlyList<SoakJob> history)
    {
        int lost = 0;
        int doubled = 0;
        int otherwise = 0;
        int wrong = 0;
        int unknown = 0;
        ILookup<string, SoakJob> jobs = history.Reverse().ToLookup(job => job.DeviceId);
        foreach (string id in jobs.Select(group => group.Key).Union(_told.Keys))
        {
            // Start, end, start, end: as many of each as there were jobs, and none twice in a row.
            List<BambuPrinterEvent> words = _told.GetValueOrDefault(id) ?? [];
            BambuPrinterEvent[] ends = [.. words.Where(IsEnd)];
            int count = jobs[id].Count();
            int repeated = words.Zip(words.Skip(1)).Count(pair => IsEnd(pair.First) == IsEnd(pair.Second));
            int missing = Math.Max(0, count - ends.Length) + Math.Max(0, count - (words.Count - ends.Length));
            int surplus = Math.Max(0, ends.Length - count) + Math.Max(0, words.Count - ends.Length - count);
            lost += missing;
            doubled += Math.Max(surplus, repeated);
            foreach ((BambuPrinterEvent end, SoakJob job) in ends.Zip(jobs[id]))
            {
                string told = OutcomeOf(end.Type);
                unknown += told == SoakJob.Unknown ? 1 : 0;
                if (!job.IsTold(told, end.Recovered) && otherwise++ < Shown)
                {
                    Console.WriteLine($"{id}: job {job.TaskId} {job.Outcome}; told {Describe(end)}");
                }
            }
            if (missing + surplus + repeated > 0 && wrong++ < Shown)
            {
                Console.WriteLine(
                    $"{id}: jobs {string.Join(' ', jobs[id].Select(job => job.TaskId))}; told {string.Join(' ', words.Select(Describe))}");
            }
        }
        Console.WriteLine(string.Join(", ", _counts.OrderBy(count => count.Key).Select(count => $"{count.Key}: {count.Value}")));
        int recovered = _told.Values.Sum(told => told.Count(item => item.Recovered));
        Soak.Say(
            $"{history.Count:N0} prints, {_told.Values.Sum(told => told.Count):N0} starts and ends told ({recovered:N0} of them "
                + $"recovered): {lost} lost, {doubled} doubled; {otherwise} wrong, {unknown} ends of which nobody knows; "
                + $"{string.Join(", ", history.CountBy(job => job.Outcome).Select(count => $"{count.Key}: {count.Value:N0}"))}");
        Soak.Say(string.Join(", ", _told.Values.SelectMany(told => told).CountBy(item => item.Status!.Connection).OrderBy(way => way.Key)
            .Select(way => $"{way.Value:N0} starts and ends heard on the way {way.Key}")));
        // No spool is changed, whatever a printer says of its trays.
        int changes = _counts.GetValueOrDefault(BambuPrinterEventType.FilamentChanged)
            + _counts.GetValueOrDefault(BambuPrinterEventType.AmsDisconnected);
        Soak.Say($"{changes} changes of filament told, of 0");
        return lost == 0 && doubled == 0 && otherwise == 0 && changes == 0;
    }

    private static string OutcomeOf(BambuPrinterEventType end) => end switch
    {
        BambuPrinterEventType.PrintFinished => "finished",
        BambuPrinterEventType.PrintCancelled => "cancelled",
        BambuPrinterEventType.PrintFailed => "failed",
        _ => SoakJob.Unknown,
    };

    private static bool IsEnd(BambuPrinterEvent item) =>
        item.Type is BambuPrinterEventType.PrintFinished or BambuPrinterEventType.PrintFailed or BambuPrinterEventType.PrintCancelled
            or BambuPrinterEventType.PrintEnded;

    private static string Describe(BambuPrinterEvent item) =>
        $"{item.Timestamp:HH:mm:ss} {item.Type}({item.Status?.TaskId}{(item.Recovered ? ", recovered" : "")})";
}
