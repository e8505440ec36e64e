using System.Net;
using System.Text.Json.Nodes;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>What the simulator's live profile says of printers, presets and the account.</summary>
public sealed class SimulatorDeviceTests
{
    private const string Printer = "01P00A000000001";
    private const string Iot = "/v1/iot-service/api";

    [Fact]
    public async Task Given_the_live_profile_when_a_printer_is_renamed_then_dev_name_counts_and_anything_is_a_success()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();

        RawAnswer other = await cloud.SendAsync("PATCH", $"{Iot}/user/device/info", $$"""{"dev_id":"{{Printer}}","name":"Other"}""");
        string before = await NameAsync(cloud);
        RawAnswer right = await cloud.SendAsync("PATCH", $"{Iot}/user/device/info", $$"""{"dev_id":"{{Printer}}","dev_name":"Left"}""");

        Assert.Equal(("success", "P1S 1"), ((string?)other.Json["message"], before));
        Assert.Equal(("success", "Left"), ((string?)right.Json["message"], await NameAsync(cloud)));
    }

    [Theory]
    [InlineData("GET", "/v1/iot-service/api/user/device/info", 405, """{"detail":"Method Not Allowed"}""")]
    [InlineData("POST", "/v1/iot-service/api/user/print", 405, """{"detail":"Method Not Allowed"}""")]
    [InlineData("GET", "/v1/iot-service/api/user/files", 404, """{"detail":"Not Found"}""")]
    [InlineData("GET", "/v1/user-service/my/nothing", 404, "404 page not found")]
    [InlineData("DELETE", "/v1/user-service/my/tasks", 405, "405 method not allowed")]
    [InlineData("GET", "/v1/no-service/anything", 404, """{"error_msg":"404 Route Not Found"}""")]
    public async Task Given_the_live_profile_when_something_is_not_there_then_each_service_says_so_in_its_own_way(
        string method, string path, int status, string body)
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();

        RawAnswer answer = await cloud.SendAsync(method, path, method == "POST" ? "{}" : null);

        Assert.Equal((status, body), ((int)answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("GET", $"{Iot}/user/device/version?dev_id=01X", null, 404, 1003, "Device not found")]
    [InlineData("DELETE", $"{Iot}/user/bind?dev_id=01X", null, 404, 1003, "Device not found")]
    [InlineData("POST", $"{Iot}/user/bind", "{}", 400, 400, "'device_id' and 'device_name' are needed")]
    [InlineData("GET", $"{Iot}/user/upload", null, 400, 1006, "'filename' and 'size' are needed")]
    [InlineData("POST", "/v1/user-service/user/login", "{}", 400, 400, "'account' and 'password' or 'code' are needed")]
    [InlineData("POST", "/v1/user-service/user/sendemail/code", "{}", 400, 400, "'email' and 'type' codeLogin are needed")]
    public async Task Given_the_live_profile_when_it_refuses_then_its_words_stand_in_error_and_nowhere_else(
        string method, string path, string? body, int status, int code, string words)
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();

        RawAnswer answer = await cloud.SendAsync(method, path, body);

        Assert.Equal((status, $$"""{"code":{{code}},"error":"{{words}}","message":""}"""),
            ((int)answer.Status, answer.Text));
    }

    [Theory]
    [InlineData(ApiProfile.Live, 4, "Please login.")]
    [InlineData(ApiProfile.Documented, 1001, "TOKEN_INVALID")]
    public async Task Given_a_token_that_nobody_gave_when_it_is_shown_then_the_answer_is_401_with_the_profiles_code(
        ApiProfile profile, int code, string error)
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = profile });

        RawAnswer answer = await cloud.SendAsync("GET", $"{Iot}/user/bind", "made-up", null);

        Assert.Equal((401, code, error), ((int)answer.Status, (int?)answer.Json["code"], (string?)answer.Json["error"]));
    }

    [Fact]
    public async Task Given_one_printer_that_prints_when_the_live_profile_lists_prints_then_its_job_is_whole_and_the_others_have_none()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await cloud.ControlAsync($"printers/{Printer}/start");

        JsonArray devices = (await cloud.GetAsync($"{Iot}/user/print?force=true")).Json["devices"]!.AsArray();

        JsonNode busy = devices[0]!;
        Assert.Equal((Printer, "P1S 1", "C12", "P1S", true, "12345678\n"), (
            (string?)busy["dev_id"], (string?)busy["dev_name"], (string?)busy["dev_model_name"], (string?)busy["dev_product_name"],
            (bool)busy["dev_online"]!, (string?)busy["dev_access_code"]));
        Assert.Equal(("bracket.gcode.3mf", "RUNNING", 1200), (
            (string?)busy["task_name"], (string?)busy["task_status"], (int)busy["prediction"]!));
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", (string)busy["start_time"]!);
        JsonNode task = (await cloud.GetAsync($"/v1/user-service/my/task/{busy["task_id"]}")).Json;
        Assert.Equal(((string?)busy["model_id"], (string?)busy["profile_id"]), ((string?)task["modelId"], task["profileId"]!.ToString()));
        Assert.Equal("image/png", (await cloud.GetAsync((string)busy["thumbnail"]!)).Type);
        string[] jobs = ["task_id", "task_name", "task_status", "model_id", "project_id", "profile_id", "progress", "start_time",
            "prediction", "thumbnail"];
        Assert.All(devices.Skip(1),
            idle => Assert.All(jobs, name => Assert.True(idle!.AsObject().ContainsKey(name) && idle[name] is null)));
    }

    [Fact]
    public async Task Given_printers_of_the_account_and_another_when_the_owners_are_asked_for_then_the_other_is_nobodys()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();

        JsonArray owners = (await cloud.GetAsync($"{Iot}/user/bind_list?dev_ids={Printer},01P00A999999999")).Json["bind_list"]!.AsArray();

        Assert.Equal([(Printer, cloud.Cloud.Account.Uid), ("01P00A999999999", null)],
            owners.Select(owner => ((string?)owner!["dev_id"], (string?)owner["user_id"])));
    }

    [Fact]
    public async Task Given_a_printer_when_its_video_code_is_asked_for_then_the_three_parts_of_it_are_given()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();

        RawAnswer own = await cloud.SendAsync("POST", $"{Iot}/user/ttcode", $$"""{"dev_id":"{{Printer}}"}""");
        RawAnswer foreign = await cloud.SendAsync("POST", $"{Iot}/user/ttcode", """{"dev_id":"01P00A999999999"}""");

        Assert.All(["ttcode", "passwd", "authkey"], part => Assert.NotEmpty((string)own.Json[part]!));
        Assert.Equal((HttpStatusCode.Forbidden, 8), (foreign.Status, (int)foreign.Json["code"]!));
    }

    [Fact]
    public async Task Given_presets_when_they_are_listed_read_and_removed_then_only_the_accounts_own_go_away()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        const string Presets = $"{Iot}/slicer/setting";

        RawAnswer unversioned = await cloud.GetAsync(Presets);
        JsonNode own = (await cloud.GetAsync($"{Presets}?version=02.01.00.10&public=false")).Json;
        JsonNode all = (await cloud.GetAsync($"{Presets}?version=1.10.0.89")).Json;
        string filament = (string)own["filament"]!["private"]![0]!["setting_id"]!;
        JsonNode whole = (await cloud.GetAsync($"{Presets}/{filament}")).Json;
        await cloud.SendAsync("DELETE", $"{Presets}/{filament}");
        await cloud.SendAsync("DELETE", $"{Presets}/GP004");

        Assert.Equal((400, "text/plain", "field \"version\" is not set"), ((int)unversioned.Status, unversioned.Type, unversioned.Text));
        Assert.Equal((0, 1, 1), (own["print"]!["public"]!.AsArray().Count, own["print"]!["private"]!.AsArray().Count,
            all["printer"]!["public"]!.AsArray().Count));
        Assert.Equal("245", (string?)whole["setting"]!["nozzle_temperature"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await cloud.GetAsync($"{Presets}/{filament}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await cloud.GetAsync($"{Presets}/GP004")).Status);
    }

    [Fact]
    public async Task Given_a_preset_of_ones_own_when_it_is_made_and_changed_then_it_is_read_so_until_the_quota_is_reached()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        const string Presets = $"{Iot}/slicer/setting";
        const string Preset =
            """{"type":"printer","name":"Mine","version":"2.0.0.0","base_id":"GM001","setting":{"nozzle_diameter":"0.6"} }""";

        string id = (string)(await cloud.SendAsync("POST", Presets, Preset)).Json["setting_id"]!;
        await cloud.SendAsync("PATCH", $"{Presets}/{id}", """{"name":"Ours"}""");
        JsonNode whole = (await cloud.GetAsync($"{Presets}/{id}")).Json;
        RawAnswer unnamed = await cloud.SendAsync("POST", Presets, """{"type":"printer"}""");
        RawAnswer otherType = await cloud.SendAsync("POST", Presets,
            """{"type":"model","name":"Mine","version":"2.0.0.0","setting":{} }""");
        RawAnswer vendors = await cloud.SendAsync("PATCH", $"{Presets}/GP004", """{"name":"Ours"}""");
        for (int count = 1; count < 100; count++)
        {
            Assert.Equal(HttpStatusCode.OK, (await cloud.SendAsync("POST", Presets, Preset)).Status);
        }
        RawAnswer tooMany = await cloud.SendAsync("POST", Presets, Preset);

        Assert.Equal(("Ours", "printer", "0.6"), (
            (string?)whole["name"], (string?)whole["type"], (string?)whole["setting"]!["nozzle_diameter"]));
        Assert.Equal("field \"name\" is not set", unnamed.Text);
        Assert.Equal((422, 422, 14), ((int)otherType.Status, (int)vendors.Status, (int)tooMany.Json["code"]!));
    }

    [Fact]
    public async Task Given_spools_when_one_is_added_changed_and_removed_then_the_list_follows()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        const string Spools = "/v1/design-user-service/my/filament/v2";
        const string Spool =
            """{"filamentVendor":"Generic","filamentName":"Generic PLA","filamentId":"GFL99","RFID":"1F78","note":"new"}""";
        async Task<(int Total, JsonNode? Last)> ReadAsync()
        {
            JsonNode all = (await cloud.GetAsync($"{Spools}?offset=2&limit=100")).Json;
            return ((int)all["total"]!, all["hits"]!.AsArray().LastOrDefault());
        }

        (int before, _) = await ReadAsync();
        RawAnswer made = await cloud.SendAsync("POST", Spools, Spool);
        (int more, JsonNode? added) = await ReadAsync();
        RawAnswer changed = await cloud.SendAsync("PUT", Spools,
            $$"""{"id":{{added!["id"]}},"filamentName":"Generic PLA","netWeight":100}""");
        RawAnswer unnamed = await cloud.SendAsync("PUT", Spools, $$"""{"id":{{added["id"]}} }""");
        RawAnswer unknown = await cloud.SendAsync("PUT", Spools, """{"id":1,"filamentName":"x"}""");
        await cloud.SendAsync("DELETE", $"{Spools}/batch", """{"ids":[947238],"RFIDs":["1F78"]}""");
        RawAnswer again = await cloud.SendAsync("DELETE", Spools, """{"ids":[947238]}""");
        JsonNode config = (await cloud.GetAsync("/v1/design-user-service/filament/config")).Json;

        Assert.Equal((3, 4, 2), (before, more, (await ReadAsync()).Total));
        Assert.Equal(("{}", "new", HttpStatusCode.OK), (made.Text, (string?)added["note"], again.Status));
        Assert.Equal((100, "new"), ((int)changed.Json["filamentV2"]!["netWeight"]!, (string?)changed.Json["filamentV2"]!["note"]));
        Assert.Equal(("field \"filamentName\" is not set", "filament not found"), (unnamed.Text, (string?)unknown.Json["error"]));
        Assert.Contains("GFA00", config["filamentSettings"]!.AsArray().Select(known => (string?)known!["filamentId"]));
    }

    [Fact]
    public async Task Given_a_projects_profile_when_it_is_read_with_its_model_then_it_has_plates_filaments_and_pictures()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        JsonNode project = (await cloud.GetAsync($"{Iot}/user/project/70000002")).Json;
        string path = $"{Iot}/user/profile/{project["profiles"]![0]!["profile_id"]}";

        RawAnswer profile = await cloud.GetAsync($"{path}?model_id={project["model_id"]}");

        JsonNode plate = profile.Json["context"]!["plates"]![0]!;
        Assert.Equal((1, 651, 2.26, "2.26"), ((int)plate["index"]!, (int)plate["prediction"]!, (double)plate["weight"]!,
            (string?)plate["filaments"]![0]!["used_g"]));
        Assert.Equal((string?)project["download_md5"], (string?)profile.Json["md5"]);
        Assert.Equal("image/png", (await cloud.GetAsync((string)plate["thumbnail"]!["url"]!)).Type);
        Assert.Equal((400, "profile not found"), await ErrorAsync(cloud, $"{path}?model_id=US1"));
        Assert.Equal("field \"model_id\" is not set", (await cloud.GetAsync(path)).Text);
        Assert.Equal((400, "project not found"), await ErrorAsync(cloud, $"{Iot}/user/project/1"));
    }

    [Fact]
    public async Task Given_an_account_when_profile_and_preference_are_read_then_both_name_it()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        SimulatedAccount account = cloud.Cloud.Account;

        JsonNode profile = (await cloud.GetAsync("/v1/user-service/my/profile")).Json;
        JsonNode preference = (await cloud.GetAsync("/v1/design-user-service/my/preference")).Json;

        Assert.Equal((account.Uid, account.Uid, account.Email), (
            profile["uid"]!.ToString(), (string?)profile["uidStr"], (string?)profile["account"]));
        Assert.Equal((account.Uid, (string?)profile["name"]), (preference["uid"]!.ToString(), (string?)preference["name"]));
    }

    private static async Task<string> NameAsync(RawCloud cloud) =>
        (string)(await cloud.GetAsync($"{Iot}/user/bind")).Json["devices"]![0]!["name"]!;

    private static async Task<(int Status, string? Error)> ErrorAsync(RawCloud cloud, string path)
    {
        RawAnswer answer = await cloud.GetAsync(path);
        return ((int)answer.Status, (string?)answer.Json["error"]);
    }
}
