using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>What the simulator says of tasks and messages.</summary>
public sealed class SimulatorTaskTests
{
    private const string Tasks = "/v1/user-service/my/tasks";
    private const string Messages = "/v1/user-service/my/messages";

    [Fact]
    public async Task Given_57_tasks_when_the_live_profile_is_asked_by_offset_then_it_pages_and_by_after_it_gives_the_first_again()
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live, Tasks = 57 });

        long[] first = await IdsAsync(cloud, $"{Tasks}?limit=20");
        long[] after = await IdsAsync(cloud, $"{Tasks}?limit=20&after={first[^1]}");
        long[] second = await IdsAsync(cloud, $"{Tasks}?limit=20&offset=20");
        long[] last = await IdsAsync(cloud, $"{Tasks}?limit=20&offset=40");

        Assert.Equal(first, after);
        Assert.Equal((20, 20, 17), (first.Length, second.Length, last.Length));
        Assert.Equal(57, first.Concat(second).Concat(last).Distinct().Count());
    }

    [Fact]
    public async Task Given_57_tasks_when_the_documented_profile_is_asked_by_after_then_it_pages_and_offset_is_nothing_to_it()
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Tasks = 57 });

        JsonArray first = (await cloud.GetAsync($"{Tasks}?limit=20&offset=20")).Json["tasks"]!.AsArray();
        JsonNode second = (await cloud.GetAsync($"{Tasks}?limit=20&after={first[^1]!["id"]}")).Json;

        Assert.Equal("410000056", (string?)first[0]!["id"]);
        Assert.Equal(("410000036", 57), ((string?)second["tasks"]![0]!["id"], (int)second["hits"]!["total"]!["value"]!));
    }

    [Fact]
    public async Task Given_tasks_of_several_states_and_printers_when_the_live_profile_filters_then_an_empty_printer_is_no_filter()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();

        JsonNode failed = (await cloud.GetAsync($"{Tasks}?status=3&limit=100")).Json;
        JsonNode all = (await cloud.GetAsync($"{Tasks}?deviceId=&limit=100")).Json;
        JsonNode one = (await cloud.GetAsync($"{Tasks}?deviceId=01P00A000000001&status=2&limit=1")).Json;

        Assert.Equal((5, 5), ((int)failed["total"]!, failed["hits"]!.AsArray().Count(task => (int)task!["status"]! == 3)));
        Assert.Equal(45, (int)all["total"]!);
        Assert.Equal(all["hits"]!.AsArray().Count(task => (string?)task!["deviceId"] == "01P00A000000001" && (int)task["status"]! == 2),
            (int)one["total"]!);
        Assert.Equal("type mismatch for field \"status\"", (await cloud.GetAsync($"{Tasks}?status=failed")).Text);
    }

    [Fact]
    public async Task Given_a_print_that_runs_when_the_live_profile_tells_of_it_then_its_end_is_20_seconds_behind_its_start_until_it_ends()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await cloud.ControlAsync("printers/01P00A000000001/start");
        JsonNode running = (await cloud.GetAsync($"{Tasks}?limit=1")).Json["hits"]![0]!;
        await cloud.ControlAsync("printers/01P00A000000001/cancel");

        JsonNode ended = (await cloud.GetAsync($"/v1/user-service/my/task/{running["id"]}")).Json;

        Assert.Equal((4, TimeSpan.FromSeconds(20)), ((int)running["status"]!, Time(running["endTime"]) - Time(running["startTime"])));
        Assert.Equal(3, (int)ended["status"]!);
        Assert.True(Time(ended["endTime"]) - Time(ended["startTime"]) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Given_a_task_when_the_live_profile_is_asked_for_it_alone_then_the_record_is_forbidden_and_the_lists_item_is_given()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        JsonNode item = (await cloud.GetAsync($"{Tasks}?limit=1&offset=7")).Json["hits"]![0]!;

        RawAnswer record = await cloud.GetAsync($"/v1/iot-service/api/user/task/{item["id"]}");
        RawAnswer task = await cloud.GetAsync($"/v1/user-service/my/task/{item["id"]}");
        RawAnswer none = await cloud.GetAsync("/v1/user-service/my/task/1");
        RawAnswer made = await cloud.SendAsync("POST", "/v1/user-service/my/task", """{"modelId":"US1"}""");

        Assert.Equal((HttpStatusCode.Forbidden, "Resource forbidden"), (record.Status, (string?)record.Json["error"]));
        Assert.True(JsonNode.DeepEquals(item, task.Json));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (none.Status, made.Status));
        Assert.Equal(("GFA00", (double)item["weight"]!), (
            (string?)item["amsDetailMapping"]![0]!["filamentId"], (double)item["amsDetailMapping"]![0]!["weight"]!));
        Assert.Equal((int)Math.Truncate((double)item["weight"]! * 33.5), (int)item["length"]!, 1.0); // centimetres
        RawAnswer cover = await cloud.SendAsync("GET", (string)item["cover"]!, token: null, json: null);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], cover.Body[..4]);
    }

    [Fact]
    public async Task Given_an_account_that_gets_records_when_the_live_profile_is_asked_for_one_then_it_has_its_own_names_and_words()
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live, TaskRecords = true });
        await cloud.ControlAsync("printers/01P00A000000001/start");
        JsonNode item = (await cloud.GetAsync($"{Tasks}?limit=1")).Json["hits"]![0]!;

        JsonNode record = (await cloud.GetAsync($"/v1/iot-service/api/user/task/{item["id"]}")).Json;
        RawAnswer none = await cloud.GetAsync("/v1/iot-service/api/user/task/1");

        Assert.Equal(("success", "ACTIVE", (string?)item["title"], (string?)item["modelId"], item["profileId"]!.ToString()),
            ((string?)record["message"], (string?)record["status"], (string?)record["name"], (string?)record["model_id"],
                (string?)record["profile_id"]));
        Assert.Equal("""{"info":{"plate_idx":1}}""", (string?)record["content"]);
        JsonNode plate = record["context"]!["plates"]![0]!;
        Assert.Equal(((int)item["costTime"]!, (double)item["weight"]!), ((int)plate["prediction"]!, (double)plate["weight"]!));
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
    }

    [Fact]
    public async Task Given_prints_that_ended_when_the_live_profile_lists_messages_then_each_left_one_and_the_unread_ones_are_counted()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await cloud.ControlAsync("printers/01P00A000000001/start");
        await cloud.ControlAsync("printers/01P00A000000001/cancel");

        JsonArray first = (await cloud.GetAsync($"{Messages}?type=6&limit=20")).Json["hits"]!.AsArray();
        JsonArray next = (await cloud.GetAsync($"{Messages}?after={first[^1]!["id"]}&limit=100")).Json["hits"]!.AsArray();
        JsonArray others = (await cloud.GetAsync($"{Messages}?type=1")).Json["hits"]!.AsArray();
        JsonNode count = (await cloud.GetAsync("/v1/user-service/my/message/count")).Json;

        Assert.Equal((20, 26, 0), (first.Count, next.Count, others.Count));
        Assert.Equal((6, "bracket.gcode.3mf", 3, cloud.Cloud.Account.Uid), (
            (int)first[0]!["type"]!, (string?)first[0]!["taskMessage"]!["title"], (int)first[0]!["taskMessage"]!["status"]!,
            first[0]!["from"]!["uid"]!.ToString()));
        Assert.Equal((4, 4, 0), ((int)count["unreadTotal"]!, (int)count["deviceCount"]!, (int)count["commentCount"]!));
    }

    private static async Task<long[]> IdsAsync(RawCloud cloud, string path) =>
        [.. (await cloud.GetAsync(path)).Json["hits"]!.AsArray().Select(task => (long)task!["id"]!)];

    private static DateTimeOffset Time(JsonNode? text) =>
        DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
