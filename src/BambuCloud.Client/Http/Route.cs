namespace BambuCloud.Client.Http;

/// <summary>An endpoint of the REST API.</summary>
/// <param name="Operation">What it is for.</param>
/// <param name="Method">The method.</param>
/// <param name="Template">The path, in which <c>{…}</c> stands for an id.</param>
internal sealed record Route(BambuApiOperation Operation, HttpMethod Method, string Template)
{
    private const string Iot = "/v1/iot-service/api/user/";
    private const string Account = "/v1/user-service/user/";
    private const string My = "/v1/user-service/my/";

    public static readonly Route ListDevices = Get(BambuApiOperation.ListDevices, Iot + "bind");
    public static readonly Route BindDevice = Post(BambuApiOperation.BindDevice, Iot + "bind");
    public static readonly Route UnbindDevice = new(BambuApiOperation.UnbindDevice, HttpMethod.Delete, Iot + "bind");
    public static readonly Route GetDeviceInfo = Get(BambuApiOperation.GetDeviceInfo, Iot + "device/info");
    public static readonly Route RenameDevice = new(BambuApiOperation.RenameDevice, HttpMethod.Patch, Iot + "device/info");
    public static readonly Route GetDeviceVersion = Get(BambuApiOperation.GetDeviceVersion, Iot + "device/version");
    public static readonly Route ListPrints = Get(BambuApiOperation.ListPrints, Iot + "print");
    public static readonly Route StartPrint = Post(BambuApiOperation.StartPrint, Iot + "print");
    public static readonly Route ListProjects = Get(BambuApiOperation.ListProjects, Iot + "project");
    public static readonly Route GetProject = Get(BambuApiOperation.GetProject, Iot + "project/{project_id}");
    public static readonly Route ListTasks = Get(BambuApiOperation.ListTasks, My + "tasks");
    public static readonly Route GetTask = Get(BambuApiOperation.GetTask, Iot + "task/{task_id}");
    public static readonly Route GetOwnTask = Get(BambuApiOperation.GetOwnTask, My + "task/{task_id}");
    public static readonly Route CreateTask = Post(BambuApiOperation.CreateTask, My + "task");
    public static readonly Route GetUploadUrls = Get(BambuApiOperation.GetUploadUrls, Iot + "upload");
    public static readonly Route ListNotifications = Get(BambuApiOperation.ListNotifications, Iot + "notification");
    public static readonly Route MarkNotification = new(BambuApiOperation.MarkNotification, HttpMethod.Put, Iot + "notification");
    public static readonly Route ListMessages = Get(BambuApiOperation.ListMessages, My + "messages");
    public static readonly Route CountMessages = Get(BambuApiOperation.CountMessages, My + "message/count");
    public static readonly Route GetPreference = Get(BambuApiOperation.GetPreference, "/v1/design-user-service/my/preference");
    public static readonly Route GetProfile = Get(BambuApiOperation.GetProfile, My + "profile");
    public static readonly Route SignIn = SignInPost(BambuApiOperation.SignIn, Account + "login");
    public static readonly Route SendEmailCode = SignInPost(BambuApiOperation.SendEmailCode, Account + "sendemail/code");
    public static readonly Route SendSmsCode = SignInPost(BambuApiOperation.SendSmsCode, Account + "sendsmscode");

    /// <summary>The same at the sign-in site, where some clients find it (rest.md, <i>Signing in</i>).</summary>
    public static readonly Route SendSmsCodeAtSite = SignInPost(BambuApiOperation.SendSmsCode, "/api" + Account + "sendsmscode");
    public static readonly Route GetCsrfToken = Get(BambuApiOperation.GetCsrfToken, "/api/csrf") with { SignsIn = true };
    public static readonly Route SignInWithTfa = SignInPost(BambuApiOperation.SignInWithTfa, "/api/sign-in/tfa");

    /// <summary>Every endpoint that the client calls.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        ListDevices, BindDevice, UnbindDevice, GetDeviceInfo, RenameDevice, GetDeviceVersion, ListPrints, StartPrint, ListProjects,
        GetProject, ListTasks, GetTask, GetOwnTask, CreateTask, GetUploadUrls, ListNotifications, MarkNotification, ListMessages,
        CountMessages,
        GetPreference, GetProfile, SignIn, SendEmailCode, SendSmsCode, SendSmsCodeAtSite, GetCsrfToken, SignInWithTfa,
    ];

    /// <summary>Whether sending it twice is the same as sending it once.</summary>
    public bool Idempotent => Method != HttpMethod.Post;

    /// <summary>Whether it is a step of signing in, which goes without a token.</summary>
    public bool SignsIn { get; private init; }

    /// <summary>The path with the id in its place.</summary>
    public string PathFor(string? id)
    {
        int open = Template.IndexOf('{', StringComparison.Ordinal);
        return open < 0 ? Template : Template[..open] + Uri.EscapeDataString(id!);
    }

    /// <summary>Method and path.</summary>
    public override string ToString() => $"{Method} {Template}";

    private static Route Get(BambuApiOperation operation, string template) => new(operation, HttpMethod.Get, template);

    private static Route Post(BambuApiOperation operation, string template) => new(operation, HttpMethod.Post, template);

    private static Route SignInPost(BambuApiOperation operation, string template) => Post(operation, template) with { SignsIn = true };
}
