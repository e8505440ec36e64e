
namespace BambuCloud.Client.Http;

/// <summary>An endpoint of the REST API.</summary>
/// <param name="Operation">What it is for.</param>
/// <param name="Method">The method.</param>
/// <param name="Template">The path, in which <c>{…}</c> stands for an id.</param>
internal sealed record Route(BambuApiOperation Operation, HttpMethod Method, string Template)
{
    private const string Iot = "/v1/iot-service/api/user/";
    private const string Account = "/v1/user-service/user/";

    public static readonly Route ListDevices = new(BambuApiOperation.ListDevices, HttpMethod.Get, Iot + "bind");
    public static readonly Route BindDevice = new(BambuApiOperation.BindDevice, HttpMethod.Post, Iot + "bind");
    public static readonly Route UnbindDevice = new(BambuApiOperation.UnbindDevice, HttpMethod.Delete, Iot + "bind");
    public static readonly Route GetDeviceInfo = new(BambuApiOperation.GetDeviceInfo, HttpMethod.Get, Iot + "device/info");
    public static readonly Route RenameDevice = new(BambuApiOperation.RenameDevice, HttpMethod.Patch, Iot + "device/info");
    public static readonly Route GetDeviceVersion = new(BambuApiOperation.GetDeviceVersion, HttpMethod.Get, Iot + "device/version");
    public static readonly Route ListPrints = new(BambuApiOperation.ListPrints, HttpMethod.Get, Iot + "print");
    public static readonly Route StartPrint = new(BambuApiOperation.StartPrint, HttpMethod.Post, Iot + "print");
    public static readonly Route ListProjects = new(BambuApiOperation.ListProjects, HttpMethod.Get, Iot + "project");
    public static readonly Route GetProject = new(BambuApiOperation.GetProject, HttpMethod.Get, Iot + "project/{project_id}");
    public static readonly Route ListTasks = new(BambuApiOperation.ListTasks, HttpMethod.Get, "/v1/user-service/my/tasks");
    public static readonly Route GetTask = new(BambuApiOperation.GetTask, HttpMethod.Get, Iot + "task/{task_id}");
    public static readonly Route CreateTask = new(BambuApiOperation.CreateTask, HttpMethod.Post, "/v1/user-service/my/task");
    public static readonly Route GetUploadUrls = new(BambuApiOperation.GetUploadUrls, HttpMethod.Get, Iot + "upload");
    public static readonly Route ListNotifications = new(BambuApiOperation.ListNotifications, HttpMethod.Get, Iot + "notification");
    public static readonly Route MarkNotification = new(BambuApiOperation.MarkNotification, HttpMethod.Put, Iot + "notification");
    public static readonly Route GetPreference = new(BambuApiOperation.GetPreference, HttpMethod.Get,
        "/v1/design-user-service/my/preference");
    public static readonly Route SignIn = new(BambuApiOperation.SignIn, HttpMethod.Post, Account + "login") { SignsIn = true };
    public static readonly Route SendEmailCode = new(BambuApiOperation.SendEmailCode, HttpMethod.Post,
        Account + "sendemail/code")
    { SignsIn = true };
    public static readonly Route SendSmsCode = new(BambuApiOperation.SendSmsCode, HttpMethod.Post,
        Account + "sendsmscode")
    { SignsIn = true };
    public static readonly Route SignInWithTfa = new(BambuApiOperation.SignInWithTfa, HttpMethod.Post,
        "/api/sign-in/tfa")
    { SignsIn = true };

    /// <summary>Every endpoint that the client calls.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        ListDevices, BindDevice, UnbindDevice, GetDeviceInfo, RenameDevice, GetDeviceVersion, ListPrints, StartPrint, ListProjects,
        GetProject,
        ListTasks, GetTask, CreateTask, GetUploadUrls, ListNotifications, MarkNotification, GetPreference,
        SignIn, SendEmailCode, SendSmsCode, SignInWithTfa,
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
}
