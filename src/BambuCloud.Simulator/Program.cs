using System.CommandLine;
using BambuCloud.Simulator;

Option<ApiProfile> profile = new("--profile")
{
    Description = "The shape of the answers: documented or live.",
    DefaultValueFactory = _ => ApiProfile.Documented
};
Option<int> printers = new("--printers") { Description = "How many printers the account has.", DefaultValueFactory = _ => 4 };
Option<string[]> models = new("--models")
{
    Description = "Printers that it has beside those, by name or code, with commas between them: H2D,X1E; all is one of every model.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [],
};
Option<int> tasks = new("--tasks") { Description = "How many tasks the history begins with.", DefaultValueFactory = _ => 45 };
Option<int> projects = new("--projects") { Description = "How many projects the account has.", DefaultValueFactory = _ => 45 };
Option<double> speed = new("--speed")
{
    Description = "How many times faster than a clock the printers print.",
    DefaultValueFactory = _ => 1
};
Option<int?> mischief = new("--mischief")
{
    Description = "Lets printers do with their words what real ones do, by chance with this seed.",
};
Option<int> httpPort = new("--http-port") { Description = "Port of the REST API; 0 takes a free one.", DefaultValueFactory = _ => 0 };
Option<int> mqttPort = new("--mqtt-port") { Description = "Port of the broker; 0 takes a free one.", DefaultValueFactory = _ => 0 };
Option<bool> tls = new(
    "--tls")
{ Description = "Speak TLS with a root made for this run (needs --ready-file, which says where the root is)." };
Option<bool> lan = new("--lan")
{
    Description = "Give each printer a broker, a file server and a camera of its own (needs --ready-file, which says where they are).",
};
Option<int?> announcePort = new("--announce-port")
{
    Description = "With --lan, let the printers announce themselves on this UDP port of this computer.",
};
Option<SignInMode> signIn = new(
    "--sign-in")
{
    Description =
        "What a sign-in takes: the password alone, a verification code after it, or the authenticator's code (tfa).",
    DefaultValueFactory = _ => SignInMode.Password
};
Option<int> tokenLife = new("--token-life")
{
    Description = "For how many seconds a token is valid that a sign-in gives.",
    DefaultValueFactory = _ => 7_776_000
};
Option<bool> opaqueTokens = new("--opaque-tokens") { Description = "A sign-in gives tokens that say nothing in place of JWTs." };
Option<UploadType?> uploadType = new("--upload-type")
{
    Description = "Which Content-Type uploads are signed over: documented or empty (none); by default as the profile has it.",
};
Option<bool> rateLimits = new("--rate-limits")
{
    Description = "Refuse more than 120 device queries or 5 sign-ins a minute, or 10 uploads an hour.",
};
Option<bool> taskRecords = new("--task-records")
{
    Description = "In the live profile, give the records of single tasks too, which the live service forbids to most accounts.",
};
Option<FileInfo?> readyFile = new(
    "--ready-file")
{ Description = "Write endpoints, account and tokens there, as JSON, when connections are accepted." };
RequireRange(printers, 0, 10_000);
RequireRange(tasks, 0, 1_000_000);
RequireRange(projects, 0, 100_000);
RequireRange(speed, 0.01, 100_000);
RequireRange(httpPort, 0, 65_535);
RequireRange(mqttPort, 0, 65_535);
RequireRange(tokenLife, 1, 315_360_000);

RootCommand command = new("A Bambu Lab cloud on loopback, to try and test against.")
{
    profile, printers, models, tasks, projects, speed, mischief, httpPort, mqttPort, tls, lan, announcePort, signIn, tokenLife,
    opaqueTokens, uploadType, rateLimits, taskRecords, readyFile,
};
command.Validators.Add(result =>
{
    if (result.GetValue(tls) && result.GetValue(readyFile) is null)
    {
        result.AddError("--tls needs --ready-file: the certificate's root is written beside it.");
    }
    if (result.GetValue(lan) && result.GetValue(readyFile) is null)
    {
        result.AddError("--lan needs --ready-file: the printers' ports, codes and certificates are written there.");
    }
    if (result.GetValue(announcePort) is { } port && (!result.GetValue(lan) || port is < 1 or > 65_535))
    {
        result.AddError("--announce-port is 1 to 65535, and for --lan only.");
    }
});
models.Validators.Add(result =>
{
    foreach (string name in NamesOf(result.GetValueOrDefault<string[]>()).Where(name => !SimulatorOptions.IsModel(name)))
    {
        result.AddError($"--models: no model is called '{name}'; they are all, {string.Join(", ", SimulatorOptions.ModelCodes)}.");
    }
});
command.SetAction(async (given, cancellationToken) =>
{
    SimulatorOptions options = new()
    {
        Profile = given.GetValue(profile),
        Printers = given.GetValue(printers),
        Models = NamesOf(given.GetValue(models)),
        Tasks = given.GetValue(tasks),
        Projects = given.GetValue(projects),
        Speed = given.GetValue(speed),
        Mischief = given.GetValue(mischief),
        HttpPort = given.GetValue(httpPort),
        MqttPort = given.GetValue(mqttPort),
        Tls = given.GetValue(tls),
        Lan = given.GetValue(lan),
        AnnouncePort = given.GetValue(announcePort),
        SignIn = given.GetValue(signIn),
        TokenLife = TimeSpan.FromSeconds(given.GetValue(tokenLife)),
        OpaqueTokens = given.GetValue(opaqueTokens),
        UploadType = given.GetValue(uploadType),
        RateLimits = given.GetValue(rateLimits),
        TaskRecords = given.GetValue(taskRecords),
    };
    await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(options, cancellationToken);
    if (given.GetValue(readyFile) is { } file)
    {
        ReadyFile.Write(file.FullName, cloud, options);
    }
    Console.WriteLine($"REST   {cloud.ApiEndpoint}");
    Console.WriteLine($"MQTT   {cloud.MqttEndpoint.OriginalString}");
    Console.WriteLine($"Token  {cloud.Account.OpaqueToken}");
    Console.WriteLine("Ctrl+C ends it.");
    try
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine("Closed.");
    }
    return 0;
});
return await command.Parse(args).InvokeAsync();

static string[] NamesOf(string[]? lists) =>
    [.. (lists ?? []).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

static void RequireRange<T>(Option<T> option, T least, T most)
    where T : IComparable<T> =>
    option.Validators.Add(result =>
    {
        T value = result.GetValueOrDefault<T>();
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            result.AddError($"{option.Name} must be {least} to {most}.");
        }
    });
