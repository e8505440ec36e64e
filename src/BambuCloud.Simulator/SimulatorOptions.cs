namespace BambuCloud.Simulator;

/// <summary>Which shape of every endpoint is served.</summary>
public enum ApiProfile
{
    /// <summary>As the user's specification has it.</summary>
    Documented,

    /// <summary>As the live service was reported to answer.</summary>
    Live,
}

/// <summary>Which <c>Content-Type</c> the addresses of an upload are signed over.</summary>
public enum UploadType
{
    /// <summary>The document's: <c>application/octet-stream</c> for the file and <c>text/plain</c> for its size.</summary>
    Documented,

    /// <summary>None: a request that brings one is refused.</summary>
    Empty,
}

/// <summary>How the simulated cloud is set up. Every run with the same options starts the same.</summary>
public sealed record SimulatorOptions
{
    /// <summary>What stands for every model in <see cref="Models"/>.</summary>
    public const string AllModels = "all";

    /// <summary>The codes of all models, as <c>dev_model_name</c> has them.</summary>
    public static IReadOnlyList<string> ModelCodes { get; } = [.. PrinterModel.All.Select(model => model.ModelName)];

    /// <summary>Whether a name is one that <see cref="Models"/> may have.</summary>
    public static bool IsModel(string name) =>
        name.Equals(AllModels, StringComparison.OrdinalIgnoreCase) || PrinterModel.Named(name) is not null;

    /// <summary>The shape of the answers.</summary>
    public ApiProfile Profile { get; init; }

    /// <summary>How many printers the account has: P1S, X1 Carbon, A1 and P1P in turn. Of three and more the last one is offline.</summary>
    public int Printers { get; init; } = 4;

    /// <summary>
    /// Which printers the account has beside those, one of each name or code, all of them online: <c>H2D</c>, <c>C13</c>;
    /// <see cref="AllModels"/> is one of every model.
    /// </summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How many tasks the history begins with.</summary>
    public int Tasks { get; init; } = 45;

    /// <summary>How many projects the account has.</summary>
    public int Projects { get; init; } = 45;

    /// <summary>How many times faster than a clock the printers print.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>
    /// How often time passes for the printers, each of which then says what changed; by default as often as the speed asks for.
    /// </summary>
    public TimeSpan? Tick { get; init; }

    /// <summary>
    /// What chance lets printers do with the words about their jobs, as real ones do; <see langword="null"/> for printers of the textbook.
    /// </summary>
    public int? Mischief { get; init; }

    /// <summary>Port of the REST API and the storage; 0 takes a free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Port of the broker; 0 takes a free one.</summary>
    public int MqttPort { get; init; }

    /// <summary>
    /// Whether each printer has a broker, a file server and a camera of its own on loopback too, with TLS and its access code.
    /// </summary>
    public bool Lan { get; init; }

    /// <summary>The UDP port of this computer on which printers with ports of their own announce themselves; null for none.</summary>
    public int? AnnouncePort { get; init; }

    /// <summary>Whether both speak TLS, with a root made for this run.</summary>
    public bool Tls { get; init; }

    /// <summary>What the cloud asks for before it gives a token.</summary>
    public SignInMode SignIn { get; init; }

    /// <summary>How long a token is valid that a sign-in gives.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether a sign-in gives tokens that say nothing in place of JWTs.</summary>
    public bool OpaqueTokens { get; init; }

    /// <summary>Which type the addresses of an upload are signed over; by default as the profile has it.</summary>
    public UploadType? UploadType { get; init; }

    /// <summary>Whether too many requests are refused: 120 device queries and 5 sign-ins a minute, 10 uploads an hour.</summary>
    public bool RateLimits { get; init; }

    /// <summary>
    /// Whether the live service gives the record of a single task, as it does to some accounts; of most it says that it is forbidden.
    /// </summary>
    public bool TaskRecords { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
