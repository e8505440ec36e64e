using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>All printers of the account, and the time that passes for them.</summary>
internal sealed class PrinterFleet : IAsyncDisposable
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SimulatedPrinter> _unbound = [];
    private readonly TimeProvider _time;
    private readonly double _speed;
    private readonly bool _isLan;
    private readonly TimeSpan _tick;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    // Replaced as a whole when a printer is bound or unbound, so that readers need no lock. Its order is that of binding.
    private volatile Dictionary<string, SimulatedPrinter> _printers;

    public PrinterFleet(SimulatorOptions options)
    {
        _time = options.TimeProvider;
        _speed = options.Speed;
        _isLan = options.Lan;
        TimeSpan second = TimeSpan.FromSeconds(1 / _speed);
        _tick = options.Tick ?? (second < ShortestTick ? ShortestTick : second > LongestTick ? LongestTick : second);
        PrinterModel[] models = [.. Enumerable.Range(0, options.Printers).Select(index => PrinterModel.All[index % PrinterModel.InFarm]),
            .. options.Models.SelectMany(ModelsOf)];
        Dictionary<string, int> numbers = [];
        _printers = models.Select((model, index) => Make(
            model, index, numbers[model.ProductName] = numbers.GetValueOrDefault(model.ProductName) + 1,
            isOffline: options.Printers >= 3
                && index == options.Printers - 1, options.Mischief + index)).ToDictionary(printer => printer.DeviceId);
    }

    /// <summary>What a printer says on its report topic.</summary>
    public event Func<string, JsonObject, Task>? Reported;

    /// <summary>A printer's job ended.</summary>
    public event Action<SimulatedPrinter, JobEnd>? Ended;

    public IReadOnlyCollection<string> DeviceIds => _printers.Keys;

    public void Start() => _running = RunAsync();

    public bool Has(string deviceId) => _printers.ContainsKey(deviceId);

    /// <summary>Looks at every printer, or changes it, while no time passes.</summary>
    public IReadOnlyList<T> Select<T>(Func<SimulatedPrinter, T> read)
    {
        lock (_lock)
        {
            return [.. _printers.Values.Select(read)];
        }
    }

    /// <summary>Looks at one printer, or changes it, while no time passes. One that was just unbound is still there.</summary>
    public T With<T>(string deviceId, Func<SimulatedPrinter, T> read)
    {
        lock (_lock)
        {
            return read(_printers.TryGetValue(deviceId, out SimulatedPrinter? printer) ? printer : _unbound[deviceId]);
        }
    }

    /// <summary>Binds a printer to the account: one that was in it before, or a new one that is switched on.</summary>
    /// <returns>The printer; null when it is the account's already.</returns>
    public SimulatedPrinter? Bind(string deviceId, string name)
    {
        lock (_lock)
        {
            if (_printers.ContainsKey(deviceId))
            {
                return null;
            }
            if (!_unbound.Remove(deviceId, out SimulatedPrinter? printer))
            {
                printer = new SimulatedPrinter(PrinterModel.Of(deviceId), deviceId, name, "12345678", online: true);
            }
            printer.Name = name;
            _printers = new Dictionary<string, SimulatedPrinter>(_printers) { [deviceId] = printer };
            return printer;
        }
    }

    /// <summary>Takes a printer out of the account; false when it is not in it.</summary>
    public bool Unbind(string deviceId)
    {
        lock (_lock)
        {
            if (!_printers.TryGetValue(deviceId, out SimulatedPrinter? printer))
            {
                return false;
            }
            _unbound[deviceId] = printer;
            _printers = _printers.Where(known => known.Key != deviceId).ToDictionary();
            return true;
        }
    }

    /// <summary>Says something of a printer at once.</summary>
    public Task SayAsync(string deviceId, JsonObject report) => Reported?.Invoke(deviceId, report) ?? Task.CompletedTask;

    /// <summary>Ends a printer's job from outside: cancelled, or with an error.</summary>
    public bool Abort(string deviceId, Func<SimulatedPrinter, bool> abort, JobEnd end)
    {
        SimulatedPrinter? ended = With(deviceId, printer => abort(printer) ? printer : null);
        if (ended is not null)
        {
            Ended?.Invoke(ended, end);
        }
        return ended is not null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using PeriodicTimer timer = new(_tick, _time);
        long last = _time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                long now = _time.GetTimestamp();
                // A busy computer wakes late → a print waits for it, and does not go from its start to its end between two reports.
                double seconds = Math.Min(_time.GetElapsedTime(last, now).TotalSeconds, 2 * _tick.TotalSeconds);
                last = now;
                foreach (SimulatedPrinter printer in _printers.Values)
                {
                    await TickAsync(printer, seconds);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The cloud closes.
        }
    }

    private async Task TickAsync(SimulatedPrinter printer, double seconds)
    {
        JobEnd? end;
        JsonObject? report;
        lock (_lock)
        {
            end = printer.Pass(seconds * _speed, seconds);
            report = (printer.Online || _isLan) && !printer.IsSilent ? printer.Report(full: false, seconds) : null;
        }
        if (end is { } how)
        {
            Ended?.Invoke(printer, how);
        }
        if (report is not null)
        {
            await SayAsync(printer.DeviceId, report);
        }
    }

    private static IEnumerable<PrinterModel> ModelsOf(string name) =>
        name.Equals(SimulatorOptions.AllModels, StringComparison.OrdinalIgnoreCase) ? PrinterModel.All
        : [PrinterModel.Named(name) ?? throw new ArgumentException($"No model is called '{name}'.")];

    private static SimulatedPrinter Make(PrinterModel model, int index, int number, bool isOffline, int? seed) => new(
        model,
        string.Create(CultureInfo.InvariantCulture, $"{model.SerialPrefix}{index + 1:D9}"),
        string.Create(CultureInfo.InvariantCulture, $"{model.ProductName} {number}"),
        string.Create(CultureInfo.InvariantCulture, $"{(12345678 + (index * 7919)) % 100_000_000:D8}"),
        online: !isOffline)
    {
        Mischief = new Mischief(seed),
    };
}
