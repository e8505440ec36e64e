namespace BambuCloud.Benchmarks;

/// <summary>What was told of each printer's prints, held against the history.</summary>
/// <param name="printers">How many printers there are to hear of.</param>
internal sealed class SoakAccount(int printers)
{
    private const int Shown = 10;

    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, List<BambuPrinterEvent>> _told = [];
    private readonly Dictionary<BambuPrinterEventType, int> _counts = [];

    /// <summary>Done when so many printers' states are known.</summary>
    public Task Known => _known.Task;

    public void Add(BambuPrinterEvent item)
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
    public bool Close(IReadOnlyList<(string DeviceId, string TaskId, bool Finished)> history)
    {
        int lost = 0;
        int doubled = 0;
        int otherwise = 0;
        int wrong = 0;
        int unknown = 0;
        ILookup<string, (string DeviceId, string TaskId, bool Finished)> jobs = history.Reverse().ToLookup(job => job.DeviceId);
        foreach (string id in jobs.Select(group => group.Key).Union(_told.Keys))
        {
            // Start, end, start, end: as many of each as there were jobs, and none twice in a row.
            List<BambuPrinterEvent> told = _told.GetValueOrDefault(id) ?? [];
            BambuPrinterEvent[] ends = [.. told.Where(IsEnd)];
            int count = jobs[id].Count();
            int repeated = told.Zip(told.Skip(1)).Count(pair => IsEnd(pair.First) == IsEnd(pair.Second));
            int missing = Math.Max(0, count - ends.Length) + Math.Max(0, count - (told.Count - ends.Length));
            int surplus = Math.Max(0, ends.Length - count) + Math.Max(0, told.Count - ends.Length - count);
            lost += missing;
            doubled += Math.Max(surplus, repeated);
            otherwise += ends.Zip(jobs[id]).Count(pair => pair.First.Type != BambuPrinterEventType.PrintEnded
                && pair.First.Type == BambuPrinterEventType.PrintFinished != pair.Second.Finished);
            unknown += ends.Count(end => end.Type == BambuPrinterEventType.PrintEnded);
            if (missing + surplus + repeated > 0 && wrong++ < Shown)
            {
                Console.WriteLine(
                    $"{id}: jobs {string.Join(' ', jobs[id].Select(job => job.TaskId))}; told {string.Join(' ', told.Select(Describe))}");
            }
        }
        Console.WriteLine(string.Join(", ", _counts.OrderBy(count => count.Key).Select(count => $"{count.Key}: {count.Value}")));
        int recovered = _told.Values.Sum(told => told.Count(item => item.Recovered));
        Soak.Say(
            $"{history.Count:N0} prints, {_told.Values.Sum(told => told.Count):N0} starts and ends told ({recovered:N0} of them "
                + $"recovered): {lost} lost, {doubled} doubled; {otherwise} ends told as another kind of end, {unknown} as unknown");
        return lost == 0 && doubled == 0 && otherwise == 0;
    }

    private static bool IsEnd(BambuPrinterEvent item) =>
        item.Type is BambuPrinterEventType.PrintFinished or BambuPrinterEventType.PrintFailed or BambuPrinterEventType.PrintCancelled
            or BambuPrinterEventType.PrintEnded;

    private static string Describe(BambuPrinterEvent item) =>
        $"{item.Timestamp:HH:mm:ss} {item.Type}({item.Status?.TaskId}{(item.Recovered ? ", recovered" : "")})";
}
