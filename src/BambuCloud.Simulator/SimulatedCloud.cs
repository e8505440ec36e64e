using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MQTTnet.AspNetCore;
using MQTTnet.Server;

namespace BambuCloud.Simulator;

/// <summary>
/// A Bambu cloud on loopback: REST API, storage, broker and printers. It reads the specification on its own; nothing of it
/// comes from the client.
/// </summary>
public sealed class SimulatedCloud : IAsyncDisposable
{
    /// <summary>A large fleet that reports at once is heard whole.</summary>
    private const int MostPending = 100_000;

    private readonly WebApplication _app;
    private readonly PrinterFleet _fleet;
    private readonly ObjectStorage _storage;
    private readonly SimulatorCertificates? _certificates;
    private readonly FaultOrders _faults;
    private readonly PrinterStorages _cards;
    private readonly LanPorts? _lan;

    private SimulatedCloud(
        WebApplication app, SimulatedAccount account, PrinterFleet fleet, ObjectStorage storage, SimulatorCertificates? certificates,
        RequestLog requests, FaultOrders faults, PrinterStorages cards, LanPorts? lan)
    {
        _cards = cards;
        _lan = lan;
        _faults = faults;
        _app = app;
        _fleet = fleet;
        _storage = storage;
        _certificates = certificates;
        Account = account;
        Requests = requests;
    }

    /// <summary>Base address of the REST API.</summary>
    public required Uri ApiEndpoint { get; init; }

    /// <summary>Address of the broker.</summary>
    public required Uri MqttEndpoint { get; init; }

    /// <summary>The account and its tokens.</summary>
    public SimulatedAccount Account { get; }

    /// <summary>What reached the cloud so far.</summary>
    public RequestLog Requests { get; }

    /// <summary>Which <c>Content-Type</c> the addresses of uploads are signed over.</summary>
    public UploadType UploadType => _storage.Type;

    /// <summary>The ids of the account's printers.</summary>
    public IReadOnlyCollection<string> DeviceIds => _fleet.DeviceIds;

    /// <summary>The printers that can be reached themselves; none without <see cref="SimulatorOptions.Lan"/>.</summary>
    public IReadOnlyList<SimulatedLanPrinter> LanPrinters => _lan is null ? []
        : [.. _fleet.Select(printer => new SimulatedLanPrinter(
            printer.DeviceId, printer.Name, _lan[printer.DeviceId].Port, _lan[printer.DeviceId].Files.Port,
            _lan[printer.DeviceId].Camera.Port, printer.AccessCode, _lan[printer.DeviceId].Fingerprint))];

    /// <summary>The root of the printers' certificates in PEM; null where they cannot be reached themselves.</summary>
    public string? PrintersRootPem => _lan?.RootPem;

    /// <summary>The root of the run's certificates in PEM; null without TLS.</summary>
    public string? RootCertificatePem => _certificates?.RootPem;

    /// <summary>Opens the cloud. It accepts connections when the task is done.</summary>
    public static async Task<SimulatedCloud> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        SimulatedAccount account = new(options);
        RequestLog log = new();
        PrinterFleet fleet = new(options);
        History history = new(options, fleet);
        ObjectStorage storage = new(account, options);
        SimulatorCertificates? certificates = options.Tls ? SimulatorCertificates.Make(options.TimeProvider.GetUtcNow()) : null;

        PrinterStorages cards = new();
        LanPorts? lan = options.Lan ? new LanPorts(fleet, history, cards, options, log) : null;

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddRoutingCore();
        builder.Services.AddMqttServer(server => server.WithoutDefaultEndpoint().WithMaxPendingMessagesPerClient(MostPending));
        OpenConnections connections = new();
        ListenOptions? http = null;
        ListenOptions? mqtt = null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, options.HttpPort, listen => Encrypt(http = listen, certificates));
            kestrel.Listen(IPAddress.Loopback, options.MqttPort, listen =>
            {
                mqtt = listen;
                listen.Use(connections.Count);
                Encrypt(listen, certificates);
                listen.Use(NamelessClients.Name);
                listen.UseMqtt();
            });
            lan?.Listen(kestrel);
        });
        WebApplication app = builder.Build();
        MqttServer server = app.Services.GetRequiredService<MqttServer>();
        Broker broker = new(server, account, fleet, new PrintStarts(fleet, history, storage, cards), log);
        app.Use((context, next) => CountAsync(log, context, next));
        FaultOrders faults = new();
        RateLimits limits = new(options.TimeProvider, options.Profile, options.RateLimits);
        FaultRoutes.Use(app, faults, options.Profile);
        app.UseRateLimits(limits);
        app.UseBearerCheck(account, options.Profile);
        MapApi(app, options, account, fleet, history, storage, log);
        app.MapControl(fleet, history, broker, connections, account, storage, limits, log);
        lan?.MapControl(app);
        app.MapSignInControl(account);
        FaultRoutes.Map(app, faults);

        await OpenAsync(app, server, cancellationToken);
        fleet.Start();
        lan?.Announce();
        return new SimulatedCloud(app, account, fleet, storage, certificates, log, faults, cards, lan)
        {
            ApiEndpoint = new Uri($"{(options.Tls ? "https" : "http")}://127.0.0.1:{http!.IPEndPoint!.Port}/"),
            MqttEndpoint = new Uri($"{(options.Tls ? "mqtts" : "mqtt")}://127.0.0.1:{mqtt!.IPEndPoint!.Port}"),
        };
    }

    private static void MapApi(
        WebApplication app, SimulatorOptions options, SimulatedAccount account, PrinterFleet fleet, History history,
        ObjectStorage storage, RequestLog log)
    {
        SignInRoutes.Map(app, account, options);
        app.MapAccount(account);
        app.MapDevices(fleet, account, options.Profile);
        app.MapPrints(fleet, history, storage, options.Profile);
        app.MapProjects(options);
        app.MapTasks(history, fleet, options);
        app.MapUploads(storage, log, options.Profile);
        app.MapNotifications(history, storage, options.Profile);
        app.MapCovers();
        if (options.Profile == ApiProfile.Live)
        {
            app.UseLiveMissingRoutes();
            app.MapMessages(history, account);
            app.MapProfiles(history, options);
            SlicerRoutes.Map(app, options.TimeProvider);
            FilamentRoutes.Map(app, options.TimeProvider);
        }
    }

    private static Task CountAsync(RequestLog log, HttpContext context, RequestDelegate next)
    {
        PathString path = context.Request.Path;
        if (path.StartsWithSegments("/v1", StringComparison.Ordinal) || path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            log.Count($"{context.Request.Method} {path}");
        }
        return next(context);
    }

    private static async Task OpenAsync(WebApplication app, MqttServer server, CancellationToken cancellationToken)
    {
        TaskCompletionSource brokerReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.StartedAsync += _ =>
        {
            brokerReady.TrySetResult();
            return Task.CompletedTask;
        };
        await app.StartAsync(cancellationToken);
        await brokerReady.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the next requests of a route go wrong, as <c>POST /_sim/faults</c> does.</summary>
    public void Order(FaultOrder fault) => _faults.Add(fault);

    /// <summary>Closes everything and deletes the uploaded files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        if (_lan is not null)
        {
            await _lan.DisposeAsync();
        }
        using CancellationTokenSource atOnce = new(TimeSpan.FromSeconds(1));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _storage.Dispose();
        _cards.Dispose();
        _certificates?.Dispose();
    }

    private static ListenOptions Encrypt(ListenOptions listen, SimulatorCertificates? certificates) =>
        certificates is null ? listen : listen.UseHttps(certificates.Server);
}
