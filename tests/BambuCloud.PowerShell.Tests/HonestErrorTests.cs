using System.Diagnostics;
using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What a user is told when the cloud does not do what it should (rest.md, <i>Errors</i>), and what is tried again.</summary>
public sealed class HonestErrorTests : CloudTest
{
    private const string List = "GET /v1/iot-service/api/user/bind";
    private const string Start = "POST /v1/iot-service/api/user/print";

    [Theory]
    [InlineData(Fault.Status, 401, 1001, "TokenRefused", ErrorCategory.AuthenticationError, "Connect-BambuCloud")]
    [InlineData(Fault.Status, 401, 1002, "TokenExpired", ErrorCategory.AuthenticationError, "Connect-BambuCloud")]
    [InlineData(Fault.Status, 403, 8, "Forbidden", ErrorCategory.PermissionDenied, "is yours")]
    [InlineData(Fault.Status, 404, 404, "NotFound", ErrorCategory.ObjectNotFound, "knows nothing")]
    [InlineData(Fault.Status, 404, 1003, "DeviceNotFound", ErrorCategory.ObjectNotFound, "Get-BambuDevice")]
    [InlineData(Fault.Status, 405, 405, "MethodNotAllowed", ErrorCategory.InvalidOperation, "no longer takes")]
    [InlineData(Fault.Status, 400, 1004, "DeviceOffline", ErrorCategory.ResourceUnavailable, "Switch it on")]
    [InlineData(Fault.Status, 400, 1005, "PrintRejected", ErrorCategory.InvalidOperation, "printer's state")]
    [InlineData(Fault.Status, 400, 1006, "UploadFailed", ErrorCategory.WriteError, "Send it again")]
    [InlineData(Fault.Status, 503, 503, "ServiceFault", ErrorCategory.ProtocolError, "Try again later")]
    [InlineData(Fault.ErrorIn200, 200, 1004, "DeviceOffline", ErrorCategory.ResourceUnavailable, "Switch it on")]
    [InlineData(Fault.ErrorIn200, 200, 77, "RequestRejected", ErrorCategory.InvalidOperation, "code 77")]
    [InlineData(Fault.Html, 403, null, "EdgeChallenge", ErrorCategory.PermissionDenied, "edge page")]
    [InlineData(Fault.Html, 200, null, "UnexpectedResponse", ErrorCategory.ProtocolError, "web page")]
    [InlineData(Fault.NotJson, 200, null, "UnexpectedResponse", ErrorCategory.ProtocolError, "Check the API endpoint")]
    [InlineData(Fault.OtherShape, 200, null, "UnexpectedResponse", ErrorCategory.ProtocolError, "API")]
    [InlineData(Fault.Cut, null, null, "ConnectionLost", ErrorCategory.ConnectionError, "broke before the answer")]
    [InlineData(Fault.Reset, null, null, "ConnectionLost", ErrorCategory.ConnectionError, "broke before the answer")]
    public void Each_fault_is_one_error_with_its_own_id_and_advice(Fault fault, int? status, int? code, string id, ErrorCategory category, string advice)
    {
        Cloud.Order(new FaultOrder(List, fault, Times: 10, status, code));

        PowerShellRun run = Prompt.Run("Get-BambuDevice");

        Assert.Equal($"BambuCloud.{id},BambuCloud.Cmdlets.GetBambuDevice", run.Error.FullyQualifiedErrorId);
        Assert.Equal(category, run.Error.CategoryInfo.Category);
        Assert.Contains(advice, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal($"{run.Error.Exception.Message} {run.Error.ErrorDetails.RecommendedAction}".TrimEnd(), run.Error.ToString());
        Assert.DoesNotContain("<html", run.Error.ToString(), StringComparison.OrdinalIgnoreCase);
        PSObject exception = PSObject.AsPSObject(run.Error.Exception);
        Assert.Equal(List, exception.Text("Endpoint"));
        Assert.Equal(status, exception.Value("HttpStatus"));
        Assert.Equal(code, exception.Value("CloudCode"));
    }

    [Fact]
    public void Too_many_requests_are_told_with_the_time_that_the_cloud_asks_for()
    {
        Cloud.Order(new FaultOrder(List, Fault.Status, Status: 429, RetryAfter: "120"));

        PowerShellRun run = Prompt.Run("Get-BambuDevice");

        Assert.Equal("BambuCloud.RateLimited,BambuCloud.Cmdlets.GetBambuDevice", run.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.LimitsExceeded, run.Error.CategoryInfo.Category);
        Assert.Contains("Try again in 120 s", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(120), PSObject.AsPSObject(run.Error.Exception).Value("RetryAfter"));
    }

    [Theory]
    [InlineData("Get-BambuDevice", List)]
    [InlineData("Set-BambuNotification notif_0001 -Unread", "PUT /v1/iot-service/api/user/notification")]
    [InlineData("Rename-BambuDevice $devices[0] New", "PATCH /v1/iot-service/api/user/device/info")]
    public void What_may_be_sent_twice_is_tried_again_and_Verbose_shows_each_try(string command, string route)
    {
        Cloud.Order(new FaultOrder(route, Fault.Reset));
        Cloud.Order(new FaultOrder(route, Fault.Status, Status: 502));
        int before = Count(route);

        PowerShellRun run = Prompt.Run($"{command} -Verbose").Succeeded();

        Assert.Equal(before + 3, Count(route));
        Assert.Contains(run.Verbose, line => line.StartsWith($"{route}: HttpRequestException; try 2 of 4 in", StringComparison.Ordinal));
        Assert.Contains(run.Verbose, line => line.StartsWith($"{route}: HTTP 502; try 3 of 4 in", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Verbose, line => line.Contains(Cloud.Account.AccessToken, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT")]
    public void A_rate_limit_that_is_over_soon_is_waited_for_also_by_a_start(string retryAfter)
    {
        Cloud.Order(new FaultOrder(Start, Fault.Status, Status: 429, RetryAfter: retryAfter));

        Assert.Equal("Queued", Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded().Only.Text("Status"));
        Assert.Equal(2, Count(Start));
    }

    [Theory]
    [InlineData(Fault.Reset)]
    [InlineData(Fault.Cut)]
    [InlineData(Fault.Status)]
    [InlineData(Fault.NotJson)]
    public void A_start_whose_answer_is_lost_is_never_sent_again_and_that_is_said(Fault fault)
    {
        Cloud.Order(new FaultOrder(Start, fault));

        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced");

        Assert.Equal("BambuCloud.PrintStartUnconfirmed,BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Contains("may have begun", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Count(Start));
    }

    [Fact]
    public void A_start_whose_answer_is_lost_though_it_was_done_is_found_among_the_clouds_jobs()
    {
        Cloud.Order(new FaultOrder(Start, Fault.Lost));

        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();

        Assert.Equal("cube.gcode.3mf", run.Only.Text("FileName"));
        Assert.NotEmpty(run.Only.Text("JobId")!);
        Assert.Equal(1, Count(Start));
    }

    [Theory]
    [InlineData("Register-BambuDevice 01P00A00000ABCD New $code", "POST /v1/iot-service/api/user/bind")]
    [InlineData("New-BambuTask -ModelId m -Title t -ProfileId p -DeviceId $devices[0]", "POST /v1/user-service/my/task")]
    public void Another_POST_whose_answer_is_lost_says_to_look_before_it_is_sent_again(string command, string route)
    {
        Prompt["code"] = Secret("12345678");
        Cloud.Order(new FaultOrder(route, Fault.Lost));

        PowerShellRun run = Prompt.Run(command);

        Assert.StartsWith("BambuCloud.ConnectionLost,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("may have been done all the same", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Count(route));
    }

    [Fact]
    public void One_bad_printer_among_many_is_one_error_and_the_others_go_on()
    {
        Cloud.Order(new FaultOrder("GET /v1/iot-service/api/user/device/version", Fault.Status, Status: 404, Code: 1003));

        PowerShellRun run = Prompt.Run("Get-BambuDevice | Get-BambuDeviceVersion");

        Assert.Equal(Cloud.DeviceIds.Skip(1), run.All("DeviceId"));
        Assert.Equal(Cloud.DeviceIds.First(), run.Error.TargetObject);
    }

    [Fact]
    public void A_call_that_gets_no_answer_ends_when_its_time_is_over()
    {
        Prompt.Run("Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -TimeoutSec 1").Succeeded();
        Cloud.Order(new FaultOrder(List, Fault.Stall));
        long start = Stopwatch.GetTimestamp();

        PowerShellRun run = Prompt.Run("Get-BambuDevice");

        Assert.Equal("BambuCloud.TimedOut,BambuCloud.Cmdlets.GetBambuDevice", run.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, run.Error.CategoryInfo.Category);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.9, 15);
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

    [Theory]
    [InlineData("Get-BambuDevice", List, "RateLimited")]
    [InlineData("Send-BambuPrint -DeviceId $devices[0] -Path $sliced", Start, "RateLimited")]
    public void A_wait_that_the_calls_time_does_not_last_for_is_not_begun(string command, string route, string id)
    {
        Prompt.Run("Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -TimeoutSec 5").Succeeded();
        Cloud.Order(new FaultOrder(route, Fault.Status, Times: 9, Status: 429, RetryAfter: "20"));
        int before = Count(route);

        PowerShellRun run = Prompt.Run(command);

        Assert.StartsWith($"BambuCloud.{id},", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before + 1, Count(route));
    }

    [Fact]
    public async Task In_the_live_shape_many_tasks_are_found_in_one_pass()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("Get-BambuTask 410000044, 410000003, 1, 410000030");

        Assert.Equal(["410000044", "410000030", "410000003"], run.All("TaskId"));
        Assert.Equal("1", run.Error.TargetObject);
        Assert.Equal(3, Count("GET /v1/user-service/my/tasks"));
    }
}
