using System.Text.Json;
using System.Text.Json.Nodes;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>
/// An endpoint that answers with a body: how it is called, and an answer in the documented and in the live shape. The answers
/// are written from API_DEVICES.md and rest.md.
/// </summary>
internal sealed class Endpoint
{
    /// <summary>The storage of the server that a sample is served by.</summary>
    public const string Storage = "http://127.0.0.1:1/storage";

    /// <summary>The task that the service forbids to read by itself.</summary>
    public const string ForbiddenTask = "403";

    private static readonly BambuFile File = new()
    {
        FileName = "model.3mf",
        Length = 1,
        FileUrl = new Uri("https://storage.example/model.3mf")
    };

    private readonly Func<CloudSession, CancellationToken, Task<object?>> _call;

    private Endpoint(string name, Func<CloudSession, CancellationToken, Task<object?>> call, params string[] samples)
    {
        Name = name;
        _call = call;
        Samples = [.. samples.Select(sample => JsonNode.Parse(sample)!.ToJsonString())];
        Names = [.. Samples.SelectMany(sample => NamesIn(JsonNode.Parse(sample))).Distinct()];
    }

    public static IReadOnlyList<Endpoint> All { get; } =
    [
        Of("list devices", (session, cancellation) => session.Devices.ListAsync(cancellation),
            """
            {"message":"success","code":null,"error":null,"devices":[{"dev_id":"01234567890ABCD","name":"P1S 1","online":true,
            "print_status":"ACTIVE",
             "dev_model_name":"C11","dev_product_name":"P1P","dev_access_code":"012345679"}]}
            """,
            """
            {"message":"success","code":null,"error":null,"devices":[{"dev_id":"01234567890ABCD","name":"P1S 1","online":true,
            "print_status":"SUCCESS",
             "dev_model_name":"C11","dev_product_name":"P1P","dev_access_code":"012345679\n","nozzle_diameter":0.4,
             "dev_structure":"CoreXY","print_job":35237965},
             {"dev_id":"01234567890ABCE","name":"A1","online":false,"print_status":"IDLE","dev_model_name":"N2S","dev_product_name":"A1",
             "dev_access_code":"",
             "nozzle_diameter":0.4,"dev_structure":"I3","print_job":null}]}
            """),
        Of("bind a device", (session, cancellation) => session.Devices.BindAsync("GLOF01234567901", "My Printer", "01234567", cancellation),
            """
            {"code":0,"message":"Success","data":{"bind_id":"b1","device_info":{"device_id":"GLOF01234567901","device_name":"My Printer",
            "model":"X1C","nozzles":[{"diameter":0.4}]}}}
            """),
        Doing("unbind a device", (session, cancellation) => session.Devices.UnbindAsync("GLOF01234567901", cancellation),
            """{"code":0,"message":"Device unbound successfully"}"""),
        Of("rename a device", (session, cancellation) => session.Devices.RenameAsync("GLOF01234567901", "Another", cancellation),
            """{"message":"success","code":null,"error":null,"devices":[{"dev_id":"GLOF01234567901","name":"Another","online":true}]}"""),
        Of("device info", (session, cancellation) => session.Devices.GetInfoAsync(null, cancellation),
            """
            {"code":0,"data":{"device_id":"GLOF01234567901","device_name":"X1 Carbon","model":"X1C","status":"online",
            "firmware_version":"01.01.01.01",
             "nozzle_temp":220,"bed_temp":60,"fan":{"speed":3}}}
            """,
            """
            {"code":0,"message":"Success","data":[{"device_id":"GLOF01234567901","device_name":"X1 Carbon","model":"X1C","status":"online",
            "firmware_version":"01.01.01.01","nozzle_temp":220.5,"bed_temp":60},
             {"device_id":"GLOF01234567902","device_name":"A1","model":"N2S","status":"offline","firmware_version":"01.04.00.00",
             "nozzle_temp":null,"bed_temp":null}]}
            """),
        Of("device version", (session, cancellation) => session.Devices.GetVersionAsync("GLOF01234567901", cancellation),
            """
                {"code":0,"data":{"current_version":"01.01.01.01","latest_version":"01.01.01.01","update_available":true,
                "release_notes":"Better."}}
                """,
            """
            {"message":"success","code":null,"error":null,"devices":[{"dev_id":"GLOF01234567901","version":"01.08.02.00",
             "firmware":[{"version":"01.09.00.00","force_update":false,"url":"https://cdn.example/a.zip?auth_key=f00d",
             "description":"Better.","status":"beta"},{"version":"01.07.00.00","force_update":true,"url":"","description":""}],
             "ams":[{"version":"00.00.06.40","firmware":[{"version":"00.00.06.49","force_update":false,"url":"https://cdn.example/b.zip",
             "description":"For the AMS."}]}]}]}
            """),
        Of("list prints", (session, cancellation) => session.Prints.ListAsync(null, [], cancellation),
            """
            {"code":0,"data":{"jobs":[{"job_id":"12345","file_name":"model.3mf","status":"printing","progress":45,"time_remaining":3600,
            "started_at":"2024-10-18T10:00:00Z"}]}}
            """,
            """
            {"message":"success","code":null,"error":null,"devices":[{"dev_id":"01234567890ABCD","dev_name":"P1S 1","dev_online":true,
            "task_id":35237965,"task_name":"Cube","task_status":"RUNNING",
             "progress":45,"start_time":"2024-11-17 06:12:33","prediction":3600,
             "thumbnail":"https://s3.example/t.png?X-Amz-Signature=f00d"},
             {"dev_id":"01234567890ABCE","dev_name":"A1","dev_online":false,"task_id":null,"task_name":null,"task_status":null,
             "progress":null,"start_time":null,"prediction":null,"thumbnail":null}]}
            """),
        Of("start a print",
            (session, cancellation) => session.Prints.StartAsync("GLOF01234567901", File, new BambuPrintSettings(), cancellation),
            """{"code":0,"data":{"job_id":"12345","status":"queued"}}""",
            """{"message":"success","code":null,"error":null,"job_id":12345,"status":"queued"}"""),
        Of("list projects", (session, cancellation) => ToList(session.Projects.ListAsync(0, int.MaxValue, cancellation), cancellation),
            """
                {"code":0,"data":{"projects":[{"project_id":"proj_123","name":"My Design","created_at":"2024-10-18T10:00:00Z",
                "file_count":3}],"total":45,"page":1}}
                """,
            """
            {"message":"success","code":null,"error":null,"projects":[{"project_id":"70000000","user_id":"2143650987","model_id":"US1000",
            "status":"ACTIVE","name":"My Design","content":"{}",
             "create_time":"2024-11-17 06:12:33","update_time":"2024-11-17 06:12:33"}]}
            """),
        Of("project detail", (session, cancellation) => session.Projects.GetAsync("proj_123", cancellation),
            """
            {"code":0,"data":{"project_id":"proj_123","name":"My Design","created_at":"2024-10-18T10:00:00Z",
            "updated_at":"2024-10-18T12:00:00Z","file_count":1,
             "files":[{"file_id":"12","file_name":"part1.3mf","file_size":14216,"file_url":"https://s3.example/part1.3mf?Signature=f00d"}]}}
            """,
            """
            {"message":"success","code":null,"error":null,"project_id":"70000000","user_id":"2143650987","model_id":"US1000",
            "status":"ACTIVE","name":"My Design","content":"{}",
             "create_time":"2024-11-17 06:12:33","update_time":"2024-11-17 06:12:33",
             "download_url":"https://s3.example/0.3mf?X-Amz-Signature=f00d",
             "profiles":[{"profile_id":8000000,"status":"ACTIVE","name":"0.2 mm","context":{"plates":[{"index":1,"prediction":651,
             "weight":2.26}]}}]}
            """),
        Of("list tasks", (session, cancellation) => ToList(session.Tasks.ListAsync(new TaskQuery(), cancellation), cancellation),
            """
            {"tasks":[{"id":"012345678","designId":"012345678","designTitle":"Cube","deviceId":"01234567890ABCD","deviceName":"P1S 3",
            "modelId":"012345678","profileId":"012345678","status":"failed",
             "weight":12.5,"length":1850.2,"costTime":3600,"startTime":"2024-10-24T10:00:00Z","endTime":"2024-10-24T11:00:00Z",
             "cover":"https://s3.example/c.png","thumbnail":"https://s3.example/t.png"}],
             "hits":{"total":{"value":156,"relation":"eq"}}}
            """,
            """
            {"total":1,"hits":[{"id":35237965,"designId":0,"designTitle":"","modelId":"US1000","title":"Cube",
            "cover":"https://s3.example/c.png?X-Amz-Signature=f00d","status":2,
             "startTime":"2024-10-24T10:00:00Z","endTime":"","weight":34.62,"length":1161,"costTime":3600,"profileId":7,"plateIndex":1,
             "deviceId":"01234567890ABCD","deviceModel":"P1S","deviceName":"P1S 3",
             "bedType":"textured_plate","mode":"cloud_file","instanceId":9,"plateName":"","useAms":true,"snapShot":"",
             "nozzleInfos":[{"id":0,"diameter":0.4,"type":"HS01","flowSize":"standard_flow"}],
             "amsDetailMapping":[{"ams":0,"amsId":0,"slotId":1,"nozzleId":0,"sourceColor":"FFFFFFFF","targetColor":"FFFFFFFF",
             "filamentId":"GFA00","filamentType":"PLA","targetFilamentType":"PLA","weight":34.62}]}]}
            """),
        Of("single task", (session, cancellation) => session.Tasks.GetAsync("012345678", cancellation),
            """
            {"code":0,"data":{"task_id":"012345678","device_id":"01234567890ABCD","status":"completed","progress":100,
            "file_name":"model.3mf","started_at":"2024-10-24T10:00:00Z","completed_at":"2024-10-24T11:00:00Z"}}
            """,
            """
            {"message":"success","job_id":214306601,"model_id":"US00aa","project_id":"7","profile_id":"35276233","name":"benchy",
            "create_time":"2026-08-01 10:00:00","status":"ACTIVE",
             "content":"{\"info\":{\"plate_idx\":1}}","context":{"plates":[{"index":1,"prediction":3348,"weight":12.6}],"configs":[]}}
            """),
        Of("own task", (session, cancellation) => session.Tasks.GetAsync(ForbiddenTask, cancellation),
            """
            {"id":403,"designId":0,"title":"Cube","status":4,"startTime":"2026-08-01 10:00:00","endTime":"2026-08-01 10:00:19",
            "weight":34.62,"deviceId":"01234567890ABCD","hits":[]}
            """),
        Of("create a task",
            (session, cancellation) => session.Tasks.CreateAsync("012345678", "My Print Job", "01234567890ABCD", "012345678", cancellation),
            """{"id":"012345678","status":"created"}"""),
        Of("upload", (session, cancellation) => session.Uploads.SendAsync(PrintFile.Open(TestData.SlicedCube), 0, null, cancellation),
            """
            {"message":"success","code":null,"error":null,"host":"user","urls":[{"type":"filename","file":"model.3mf",
            "url":"STORAGE/filename/model.3mf?Expires=1&Signature=f00d"},
             {"type":"size","file":"012345","url":"STORAGE/size/012345?Expires=1&Signature=f00d"}]}
            """.Replace("STORAGE", Storage, StringComparison.Ordinal)),
        Of("list notifications", (session, cancellation) => session.Notifications.ListAsync(false, cancellation),
            """
            {"code":0,"data":{"notifications":[{"id":"notif_123","type":"print_complete","message":"Print job completed successfully",
            "timestamp":"2024-10-18T10:00:00Z","read":false}]}}
            """),
        Doing("mark a notification", (session, cancellation) => session.Notifications.MarkAsync("notif_123", true, cancellation),
            """{"code":0,"message":"Success"}"""),
        Of("list messages",
            (session, cancellation) => ToList(session.Messages.ListPagesAsync(null, null, int.MaxValue, cancellation), cancellation),
            """
            {"total":2,"hits":[{"id":1,"type":6,"createTime":"2026-08-01T10:00:00Z","from":{"uid":1,"name":"Bambu Lab"},
            "taskMessage":{"id":2,"title":"Cube","cover":"https://s3.example/c.png","status":2,"deviceId":"01P"},"design":{},"comment":{}},
             {"id":"2","type":1,"createTime":"","from":null,"taskMessage":null,"design":{"title":"Vase","cover":""},
             "comment":{"content":"Nice"}}]}
            """),
        Of("count messages", (session, cancellation) => session.Messages.CountUnreadAsync(cancellation),
            """{"code":0,"data":{"task":3,"comment":0,"more":[{"type":6,"count":2}]}}"""),
        Of("account", (session, cancellation) => session.Account.GetAsync(null, cancellation),
            """
                {"uid":2143650987,"uidStr":"2143650987","account":"maker@example.com","name":"Somebody","handle":"somebody",
                "avatar":"https://cdn.example/a.png?x=1","productModels":["P1S",7,null],"personal":{}}
                """),
        Doing("send a code by e-mail", (session, cancellation) => SendCodeAsync(session, "maker@example.com", cancellation),
            """{"message":"success"}"""),
        Doing("send a code by phone", (session, cancellation) => SendCodeAsync(session, "+8613800138000", cancellation),
            """{"message":"success"}"""),
        new("sign in by e-mail", (session, cancellation) => SignInAsync(session, "maker@example.com", cancellation),
            """
                {"accessToken":"AADBtoken","refreshToken":"AADBrefresh","expiresIn":7776000,"refreshExpiresIn":7776000,"tfaKey":"",
                "accessMethod":"","loginType":""}
                """,
            """{"accessToken":"","refreshToken":"","expiresIn":0,"tfaKey":"","loginType":"verifyCode"}""",
            """{"accessToken":"","refreshToken":"","expiresIn":0,"tfaKey":"KEY","loginType":"tfa"}"""),
        new("sign in by phone", (session, cancellation) => SignInAsync(session, "+8613800138000", cancellation),
            """{"code":0,"message":"Success","data":{"accessToken":"","loginType":"verifyCode"}}"""),
        new("send a code at the sign-in site", (session, cancellation) => DoneAsync(SendCodeAsync(session, "+8613800138000", cancellation)),
            """{"message":"success"}""")
        { Missing = "/v1/user-service/user/sendsmscode" },
        new("give an authenticator's code", GiveTfaCodeAsync, """{"accessToken":"AADBtoken"}""", """{"token":"AADBtoken"}""",
            """{"code":0,"message":"Success","data":{"accessToken":"AADBtoken"}}"""),
        new("preference", OpenAsync,
            """{"uid":2143650987,"name":"Somebody","handle":"somebody"}""",
            """{"uid":0,"uidStr":"2143650987"}"""),
    ];

    public string Name { get; }

    public IReadOnlyList<string> Samples { get; }

    /// <summary>A path that is not there, so that another one is asked; <see langword="null"/> where all are.</summary>
    public string? Missing { get; private init; }

    /// <summary>The names of all members of its samples.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Calls it and reads its answer to the end.</summary>
    public Task<object?> CallAsync(CloudSession session, CancellationToken cancellation) => _call(session, cancellation);

    public override string ToString() => Name;

    private static Endpoint Of<T>(string name, Func<CloudSession, CancellationToken, Task<T>> call, params string[] samples) =>
        new(name, async (session, cancellation) => await call(session, cancellation), samples);

    private static Endpoint Doing(string name, Func<CloudSession, CancellationToken, Task> call, params string[] samples) => new(
        name, (session, cancellation) => DoneAsync(call(session, cancellation)), samples);

    /// <summary>The whole list, if it ends.</summary>
    private static async Task<List<T>> ToList<T>(IAsyncEnumerable<T> items, CancellationToken cancellation) =>
        await items.Take(10_000).ToListAsync(cancellation);

    /// <summary>The preference is what a session with an opaque token asks first.</summary>
    private static async Task<object?> OpenAsync(CloudSession session, CancellationToken cancellation)
    {
        await using CloudSession opened = await CloudSession.OpenAsync(
            new CloudSessionOptions { AccessToken = TestTokens.Opaque, ApiEndpoint = session.Info.ApiEndpoint }, cancellation);
        return opened.Info;
    }

    private static async Task<object?> SignInAsync(CloudSession session, string account, CancellationToken cancellation)
    {
        using SignIn signIn = new(new CloudSessionOptions { ApiEndpoint = session.Info.ApiEndpoint }, account);
        SignInStep step = await signIn.GivePasswordAsync("a password", cancellation);
        return new { step.Wants, step.TfaKey, step.Options?.AccessToken, step.Options?.ExpiresAt };
    }

    /// <summary>The sign-in site is asked for its own token first, and answers the same.</summary>
    private static async Task<object?> GiveTfaCodeAsync(CloudSession session, CancellationToken cancellation)
    {
        using SignIn signIn = new(new CloudSessionOptions { ApiEndpoint = session.Info.ApiEndpoint }, "maker@example.com");
        SignInStep step = await signIn.GiveTfaCodeAsync("KEY", "123456", cancellation);
        return new { step.Options?.AccessToken, step.Options?.ExpiresAt };
    }

    private static async Task<object?> DoneAsync(Task call)
    {
        await call;
        return null;
    }

    private static async Task SendCodeAsync(CloudSession session, string account, CancellationToken cancellation)
    {
        using SignIn signIn = new(new CloudSessionOptions { ApiEndpoint = session.Info.ApiEndpoint }, account);
        await signIn.SendCodeAsync(cancellation);
    }

    private static IEnumerable<string> NamesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => NamesIn(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(NamesIn),
        _ => [],
    };
}
