using BambuCloud.Client.Api;
using BambuCloud.Client.Session;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>
/// The inputs that once came out wrong (field/rest.md), at the simulator in every profile where it can give them. What only a made-up
/// server says is in the tests of each part: R16 (<see cref="AccountUidTests"/>) and R19 (<see cref="SummerTimeTests"/>) whole.
/// </summary>
public sealed class RestCaseTests
{
    private const string Bind = "GET /v1/iot-service/api/user/bind";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ApiProfile> Profiles => [ApiProfile.Documented, ApiProfile.Live];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R1_Given_57_tasks_when_all_some_or_the_oldest_are_asked_for_then_each_comes_once(ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile, Tasks = 57 });
        async Task<List<string>> IdsAsync(TaskQuery query) =>
            [.. (await fixture.Session.Tasks.ListAsync(query, Cancellation).ToListAsync(Cancellation)).Select(task => task.TaskId)];

        List<string> all = await IdsAsync(new TaskQuery());
        List<string> first = await IdsAsync(new TaskQuery { First = 30 });

        Assert.Equal((57, 57), (all.Count, all.Distinct().Count()));
        Assert.Equal(all.Take(30), first);
        Assert.Equal("410000000", (await fixture.Session.Tasks.GetAsync("410000000", Cancellation)).TaskId);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, UploadType.Documented, 2)]
    [InlineData(ApiProfile.Documented, UploadType.Empty, 3)]
    [InlineData(ApiProfile.Live, UploadType.Documented, 2)]
    [InlineData(ApiProfile.Live, UploadType.Empty, 3)]
    public async Task R2_Given_addresses_signed_over_a_type_or_none_when_files_are_sent_then_they_arrive_and_the_way_is_remembered(
        ApiProfile profile, UploadType type, int puts)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile, UploadType = type });

        await fixture.UploadCubeAsync();
        Assert.Equal(puts, fixture.CountOf("PUT storage"));

        await fixture.UploadCubeAsync();
        Assert.Equal(puts + 2, fixture.CountOf("PUT storage"));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R3_Given_a_printer_when_it_is_renamed_then_it_is_listed_by_its_new_name(ApiProfile profile)
    {
        await using CloudFixture fixture = await OpenAsync(profile);

        Assert.Equal("Garage",
            (await fixture.Session.Devices.RenameAsync(fixture.Cloud.DeviceIds.First(), "Garage", Cancellation)).Name);

        Assert.Equal("Garage", (await fixture.DeviceAsync()).Name);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R4_Given_an_account_with_an_authenticator_when_its_site_lets_nobody_in_then_a_code_by_e_mail_does(ApiProfile profile)
    {
        await using SimulatedCloud cloud = await StartAsync(profile, SignInMode.Tfa);
        using SignIn signIn = SignInTo(cloud);

        SignInStep asked = await signIn.GivePasswordAsync(cloud.Account.Password, Cancellation);
        SignInStep taken = await signIn.GiveTfaCodeAsync(asked.TfaKey!, cloud.Account.TfaCode, Cancellation);
        await ControlAsync(cloud, "sign-in/demand-cookie");
        BambuApiException refused = await Assert.ThrowsAsync<BambuApiException>(
            () => signIn.GiveTfaCodeAsync(asked.TfaKey!, cloud.Account.TfaCode, Cancellation));
        await signIn.SendCodeAsync(Cancellation);
        SignInStep byEmail = await signIn.GiveVerificationCodeAsync(cloud.Account.VerificationCode!, Cancellation);

        Assert.Equal(SignInCode.Tfa, asked.Wants);
        Assert.NotNull(taken.Options);
        Assert.Equal(BambuErrorKind.SignInCookieDemanded, refused.Kind);
        Assert.NotNull(byEmail.Options);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R5_Given_a_sign_in_that_is_refused_for_another_reason_when_the_password_is_right_then_it_is_not_called_wrong(
        ApiProfile profile)
    {
        const string Login = "POST /v1/user-service/user/login";
        await using SimulatedCloud cloud = await StartAsync(profile, SignInMode.Password);
        using SignIn signIn = SignInTo(cloud);
        List<BambuErrorKind> kinds = [];

        foreach (FaultOrder order in new FaultOrder[]
        {
            new(Login, Fault.Captcha), new(Login, Fault.Text, Status: 418), new(Login, Fault.Empty),
            new(Login, Fault.Status, Status: 400, Code: 99, Words: "Login temporarily unavailable"),
        })
        {
            cloud.Order(order);
            kinds.Add((await Assert.ThrowsAsync<BambuApiException>(
                () => signIn.GivePasswordAsync(cloud.Account.Password, Cancellation))).Kind);
        }

        Assert.Equal([BambuErrorKind.EdgeChallenge, BambuErrorKind.EdgeChallenge, BambuErrorKind.EdgeChallenge,
            BambuErrorKind.ServiceFault],
            kinds);
        Assert.Equal(4, cloud.Requests.Counts[Login]);
        Assert.NotNull((await signIn.GivePasswordAsync(cloud.Account.Password, Cancellation)).Options);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, Fault.Text, 400, "field \"version\" is not set")]
    [InlineData(ApiProfile.Documented, Fault.Status, 422, "Invalid input parameters")]
    [InlineData(ApiProfile.Live, Fault.Text, 400, "field \"version\" is not set")]
    [InlineData(ApiProfile.Live, Fault.Status, 422, "Invalid input parameters")]
    public async Task R6_Given_a_refusal_when_it_has_words_anywhere_then_they_are_in_the_message_and_on_the_error(
        ApiProfile profile, Fault fault, int status, string words)
    {
        await using CloudFixture fixture = await OpenAsync(profile);
        fixture.Cloud.Order(new FaultOrder(Bind, fault, Status: status, Words: words));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.RequestRejected, words), (error.Kind, error.CloudMessage));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R6_Given_a_refusal_when_only_its_error_has_words_then_they_are_its_message(ApiProfile profile)
    {
        await using CloudFixture fixture = await OpenAsync(profile);
        fixture.Cloud.Order(new FaultOrder(Bind, Fault.Json, Status: 403,
            Words: """{"code":8,"error":"Resource forbidden","message":""}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.Forbidden, "Resource forbidden"), (error.Kind, error.CloudMessage));
        Assert.Contains("Resource forbidden", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, false)]
    [InlineData(ApiProfile.Live, false)]
    [InlineData(ApiProfile.Live, true)]
    public async Task R7_and_R9_Given_a_task_when_it_ended_or_runs_then_its_record_says_so(ApiProfile profile, bool records)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile, TaskRecords = records });
        await fixture.ControlAsync($"printers/{fixture.Cloud.DeviceIds.First()}/start");
        Tasks tasks = fixture.Session.Tasks;

        BambuTask listed = await tasks.ListAsync(new TaskQuery { First = 1 }, Cancellation).FirstAsync(Cancellation);
        BambuTask running = await tasks.GetAsync(listed.TaskId, Cancellation);
        BambuTask ended = await tasks.GetAsync("410000010", Cancellation);

        Assert.All([listed, running], task => Assert.Equal(
            (listed.TaskId, "bracket.gcode.3mf", BambuPrintState.Running, null, null),
            (task.TaskId, task.Title, task.Status, task.EndTime, task.Duration)));
        Assert.Equal(("410000010", "Spool holder", BambuPrintState.Finished), (ended.TaskId, ended.Title, ended.Status));
        if (profile == ApiProfile.Live)
        {
            Assert.Equal(1, ended.PlateIndex);
            Assert.NotNull(ended.EstimatedTime);
            Assert.NotNull(ended.FilamentGrams);
        }
        Assert.Equal(records, ended.AdditionalProperties.ContainsKey("job_id"));
        Assert.Equal(profile == ApiProfile.Live && !records ? 2 : 0,
            fixture.CountOf($"GET /v1/user-service/my/task/{listed.TaskId}") + fixture.CountOf("GET /v1/user-service/my/task/410000010"));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R8_Given_a_code_with_blanks_when_it_is_given_then_it_signs_in(ApiProfile profile)
    {
        await using SimulatedCloud cloud = await StartAsync(profile, SignInMode.Code);
        using SignIn signIn = SignInTo(cloud);
        await signIn.GivePasswordAsync(cloud.Account.Password, Cancellation);
        string code = cloud.Account.VerificationCode!;

        Assert.NotNull((await signIn.GiveVerificationCodeAsync($" {code[..3]} {code[3..]} ", Cancellation)).Options);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, null)]
    [InlineData(ApiProfile.Live, "01.10.00.00")]
    public async Task R10_Given_newer_firmware_and_a_beta_when_it_is_asked_for_then_the_beta_is_named_apart(ApiProfile profile,
        string? beta)
    {
        await using CloudFixture fixture = await OpenAsync(profile);

        BambuDeviceFirmware known = Assert.Single(
            await fixture.Session.Devices.GetVersionAsync(fixture.Cloud.DeviceIds.First(), Cancellation));

        Assert.Equal(("01.08.02.00", "01.09.00.00", true, beta),
            (known.CurrentVersion, known.LatestVersion, known.UpdateAvailable, known.BetaVersion));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R9_Given_words_for_what_printers_do_when_they_are_listed_then_each_has_its_state(ApiProfile profile)
    {
        await using CloudFixture fixture = await OpenAsync(profile);
        string[] words = ["PREPARE", "SLICING", "FINISH", "CANCELED"];
        IEnumerable<string> devices = words.Select(word => $$"""{"dev_id":"01P-{{word}}","online":true,"print_status":"{{word}}"}""");
        fixture.Cloud.Order(new FaultOrder(Bind, Fault.Json,
            Words: $$"""{"message":"success","code":null,"error":null,"devices":[{{string.Join(',', devices)}}]}"""));

        Assert.Equal([BambuPrintState.Preparing, BambuPrintState.Preparing, BambuPrintState.Finished, BambuPrintState.Cancelled],
            (await fixture.Session.Devices.ListAsync(Cancellation)).Select(device => device.State));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R10_Given_no_firmware_beside_a_version_when_it_is_asked_for_then_it_is_up_to_date(ApiProfile profile)
    {
        await using CloudFixture fixture = await OpenAsync(profile);
        fixture.Cloud.Order(new FaultOrder("GET /v1/iot-service/api/user/device/version", Fault.Json, Words: $$"""
            {"message":"success","devices":[{"dev_id":"{{fixture.Cloud.DeviceIds.First()}}","version":"01.08.02.00","firmware":[]}]}
            """));

        BambuDeviceFirmware known = Assert.Single(
            await fixture.Session.Devices.GetVersionAsync(fixture.Cloud.DeviceIds.First(), Cancellation));

        Assert.Equal(("01.08.02.00", "01.08.02.00", false), (known.CurrentVersion, known.LatestVersion, known.UpdateAvailable));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R11_Given_one_request_too_many_when_it_is_refused_then_it_is_told_after_one_request(ApiProfile profile)
    {
        await using CloudFixture fixture = await OpenAsync(profile);
        await fixture.ControlAsync("limits/on");
        for (int count = 0; count < 120; count++)
        {
            await fixture.Session.Devices.ListAsync(Cancellation);
        }
        int before = fixture.CountOf(Bind);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.RateLimited, profile == ApiProfile.Documented), (error.Kind, error.RetryAfter > TimeSpan.Zero));
        Assert.Equal(1, fixture.CountOf(Bind) - before);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R12_Given_a_token_in_quotation_marks_when_the_session_opens_then_the_cloud_takes_it(ApiProfile profile)
    {
        await using SimulatedCloud cloud = await StartAsync(profile, SignInMode.Password);

        await using CloudSession session = await CloudSession.OpenAsync(
            CloudFixture.OptionsFor(cloud) with { AccessToken = $" \"{cloud.Account.AccessToken}\"\n" }, Cancellation);

        Assert.Equal(4, (await session.Devices.ListAsync(Cancellation)).Count);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, null, null)]
    [InlineData(ApiProfile.Live, BambuErrorKind.MethodNotAllowed, BambuErrorKind.NotOffered)]
    public async Task R13_Given_calls_that_the_live_service_has_no_more_when_they_are_made_then_each_says_so(
        ApiProfile profile, BambuErrorKind? info, BambuErrorKind? notifications)
    {
        await using CloudFixture fixture = await OpenAsync(profile);

        Assert.Equal(info, await KindOfAsync(() => fixture.Session.Devices.GetInfoAsync(null, Cancellation)));
        Assert.Equal(notifications, await KindOfAsync(() => fixture.Session.Notifications.ListAsync(false, Cancellation)));
    }

    [Theory]
    [InlineData(ApiProfile.Documented, null)]
    [InlineData(ApiProfile.Live, BambuErrorKind.Forbidden)]
    public async Task R14_Given_a_profile_that_is_a_number_when_a_task_is_made_then_a_service_that_makes_tasks_takes_it(
        ApiProfile profile, BambuErrorKind? refusal)
    {
        await using CloudFixture fixture = await OpenAsync(profile);
        string printer = fixture.Cloud.DeviceIds.First();

        Assert.Equal(refusal,
            await KindOfAsync(() => fixture.Session.Tasks.CreateAsync("US1", "Cube", printer, "35276233", Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R15_Given_an_id_that_no_project_has_when_it_is_asked_for_then_there_is_no_such_thing(ApiProfile profile)
    {
        await using CloudFixture fixture = await OpenAsync(profile);

        Assert.Equal(BambuErrorKind.NotFound, await KindOfAsync(() => fixture.Session.Projects.GetAsync("1", Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task R17_Given_words_with_questions_and_a_signed_address_when_they_come_then_only_its_query_is_gone(ApiProfile profile)
    {
        await using CloudFixture fixture = await OpenAsync(profile);
        fixture.Cloud.Order(new FaultOrder(Bind, Fault.Status, Status: 400,
            Words: "The print stopped. Do you want to know why? Open https://bambulab.example/w?token=abc and look at layer 12."));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Devices.ListAsync(Cancellation));

        Assert.Equal("The print stopped. Do you want to know why? Open https://bambulab.example/w and look at layer 12.",
            error.CloudMessage);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, "01P0123456700A1", "01234567")]
    [InlineData(ApiProfile.Live, "01P0123456700A1", "01234567")]
    [InlineData(ApiProfile.Documented, "01P00A000100001", "0001")]
    [InlineData(ApiProfile.Live, "01P00A000100001", "0001")]
    public async Task R18_Given_a_bind_code_that_stands_in_the_serial_number_when_a_printer_is_bound_then_its_number_stays_whole(
        ApiProfile profile, string serialNumber, string code)
    {
        await using CloudFixture fixture = await OpenAsync(profile);

        BambuDeviceBinding binding = await fixture.Session.Devices.BindAsync(serialNumber, "Mine", code, Cancellation);

        Assert.Equal((serialNumber, $"bind_{serialNumber}", serialNumber),
            (binding.DeviceId, binding.BindId, binding.DeviceInfo["device_id"]));
        Assert.Contains(await fixture.Session.Devices.ListAsync(Cancellation), device => device.DeviceId == serialNumber);
    }

    private static Task<CloudFixture> OpenAsync(ApiProfile profile) =>
        CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });

    private static Task<SimulatedCloud> StartAsync(ApiProfile profile, SignInMode mode) =>
        SimulatedCloud.StartAsync(new SimulatorOptions { Profile = profile, SignIn = mode }, Cancellation);

    private static SignIn SignInTo(SimulatedCloud cloud) =>
        new(new CloudSessionOptions { ApiEndpoint = cloud.ApiEndpoint, MqttEndpoint = cloud.MqttEndpoint }, cloud.Account.Email);

    private static async Task ControlAsync(SimulatedCloud cloud, string action)
    {
        using HttpClient control = new();
        using HttpResponseMessage answer = await control.PostAsync(new Uri(cloud.ApiEndpoint, $"_sim/{action}"), null, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<BambuErrorKind?> KindOfAsync(Func<Task> call) =>
        await Record.ExceptionAsync(call) is { } fault ? Assert.IsType<BambuApiException>(fault).Kind : null;
}
