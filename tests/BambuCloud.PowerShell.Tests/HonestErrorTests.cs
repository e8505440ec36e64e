using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What a user is told when the cloud does not do what it should (rest.md, <i>Errors</i>), and what is tried again.</summary>
public sealed class HonestErrorTests : CloudTest
{
    private const string Start = "POST /v1/iot-service/api/user/print";

    [Fact]
    public void One_bad_printer_among_many_is_one_error_and_the_others_go_on()
    {
        Cloud.Order(new FaultOrder("GET /v1/iot-service/api/user/device/version", Fault.Status, Status: 404, Code: 1003));

        PowerShellRun run = Prompt.Run("Get-BambuDevice | Get-BambuFirmware");

        Assert.Equal(Cloud.DeviceIds.Skip(1), run.All("DeviceId"));
        string id = Cloud.DeviceIds.First();
        Assert.Equal(id, run.Error.TargetObject);
        Assert.Contains($"'{id}'", run.Error.Exception.Message, StringComparison.Ordinal); // The client knows printers by their ids alone.
        Assert.Equal($"{run.Error.Exception.Message.Replace(id, $"P1S 1 ({id})", StringComparison.Ordinal)} "
            + run.Error.ErrorDetails.RecommendedAction, run.Error.ToString());
    }

    [Theory]
    [InlineData("Get-BambuTask -TaskId 1, 2, 3", "GET /v1/iot-service/api/user/task/*")]
    [InlineData("$devices | Get-BambuFirmware", "GET /v1/iot-service/api/user/device/version")]
    [InlineData("$devices | Get-BambuDeviceInfo", "GET /v1/iot-service/api/user/device/info")]
    [InlineData("$devices | Get-BambuPrint", "GET /v1/iot-service/api/user/print")]
    [InlineData("Get-BambuPrint -JobId 1, 2", "GET /v1/iot-service/api/user/print")]
    [InlineData("'1', '2' | ForEach-Object { [pscustomobject]@{ JobId = $_ } } | Wait-BambuPrint", "GET /v1/iot-service/api/user/print")]
    [InlineData("Get-BambuProject proj_001, proj_002", "GET /v1/iot-service/api/user/project/*")]
    [InlineData("Set-BambuNotification n1, n2 -Read", "PUT /v1/iot-service/api/user/notification")]
    [InlineData("Get-BambuDevice 'P1S 1', 'A1 1'", "GET /v1/iot-service/api/user/bind")]
    [InlineData("Get-BambuTask 'P1S 1', 'A1 1'", "GET /v1/user-service/my/tasks")]
    [InlineData("Get-BambuTask 'P1S 1', 'A1 1'", "GET /v1/iot-service/api/user/bind")]
    [InlineData("$devices | Get-BambuPrinterStatus", "GET /v1/iot-service/api/user/bind")]
    [InlineData("$devices | New-BambuTask -ModelId m -ProfileId 1 -Title t", "POST /v1/user-service/my/task")]
    [InlineData("$devices | ForEach-Object { [pscustomobject]@{ DeviceId = $_; NewName = \"New $_\" } } "
        + "| Rename-BambuDevice -Confirm:$false", "PATCH /v1/iot-service/api/user/device/info")]
    [InlineData("$devices | Unregister-BambuDevice -Confirm:$false", "DELETE /v1/iot-service/api/user/bind")]
    [InlineData("'01P00A999999991', '01P00A999999992' | ForEach-Object { [pscustomobject]@{ DeviceId = $_ } } "
        + "| Register-BambuDevice -Name x -BindCode 01234567", "POST /v1/iot-service/api/user/bind")]
    [InlineData("Send-BambuFile $sliced, $sliced", "GET /v1/iot-service/api/user/upload")]
    [InlineData("Send-BambuPrint $devices[0], $devices[1] $sliced -Force", Start)]
    public void What_every_object_would_meet_ends_a_command_for_many_with_one_error_after_one_request(string command, string route)
    {
        FaultOrder[] orders =
        [
            new(route, Fault.Html), new(route, Fault.Status, Status: 429), new(route, Fault.Status, Status: 401, Code: 1001),
            new(route, Fault.Status, Status: 401, Code: 1002),
        ];
        string[] kinds = ["EdgeChallenge", "RateLimited", "TokenRefused", "TokenExpired"];
        foreach ((FaultOrder order, string kind) in orders.Zip(kinds))
        {
            int before = CountOf(route);
            Cloud.Order(order); // For one request: a second would succeed.

            PowerShellRun run = Prompt.Run(command);

            Assert.StartsWith($"BambuCloud.{kind},", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Empty(run.Output);
            Assert.Equal(before + 1, CountOf(route));
        }

        int CountOf(string asked) => Cloud.Requests.Counts.Where(request => asked is [.. var start, '*']
            ? request.Key.StartsWith(start, StringComparison.Ordinal) : request.Key == asked).Sum(request => request.Value);
    }

    [Theory]
    [InlineData("status", 200)]
    [InlineData("nonsense", 400)]
    public async Task Faults_can_be_ordered_over_HTTP_too(string fault, int status)
    {
        using HttpClient http = new();
        using StringContent order = new($$"""{"route":"GET /v1/*","fault":"{{fault}}","status":404}""", null, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri(Cloud.ApiEndpoint, "_sim/faults"), order, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, Prompt.Run("Get-BambuDevice").Errors.Count);
    }

    [Fact]
    public void A_start_does_not_begin_to_wait_for_what_its_time_does_not_last_for()
    {
        Prompt.Run("Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -TimeoutSec 5").Succeeded();
        Cloud.Order(new FaultOrder(Start, Fault.Status, Times: 9, Status: 429, RetryAfter: "20"));

        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced");

        Assert.Equal("BambuCloud.RateLimited,BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Equal(1, Count(Start));
    }

    [Fact]
    public async Task In_the_live_shape_tasks_are_had_by_their_ids_and_what_is_not_there_is_looked_for_in_one_pass()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("Get-BambuTask -TaskId 410000044, 1, 410000003, 2, 410000030");

        Assert.Equal(["410000044", "410000003", "410000030"], run.All("TaskId"));
        Assert.Equal(["1", "2"], run.Errors.Select(error => error.TargetObject));
        Assert.Equal(3, Count("GET /v1/user-service/my/tasks"));
    }
}
