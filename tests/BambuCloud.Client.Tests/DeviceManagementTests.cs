using BambuCloud.Client.Api;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>Binding, unbinding, renaming, condition and firmware of printers.</summary>
public sealed class DeviceManagementTests
{
    private const string Bind = "/v1/iot-service/api/user/bind";
    private const string Info = "/v1/iot-service/api/user/device/info";
    private const string Version = "/v1/iot-service/api/user/device/version";
    private const string Done = """{"code":0,"message":"Success"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_code_when_a_printer_is_bound_then_the_body_is_as_documented_and_the_answer_is_kept()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """{"code":0,"message":"Success","data":{"bind_id":77,"device_info":{"model":"X1C","nozzles":[0.4]},"later":true}}"""));

        BambuDeviceBinding binding = await cloud.Session.Devices.BindAsync("GLOF01234567901", "My Printer", "01234567", Cancellation);

        ScriptedRequest post = Assert.Single(cloud.Server.Requests);
        Assert.Equal($"POST {Bind}", post.ToString());
        Assert.Equal("""{"device_id":"GLOF01234567901","device_name":"My Printer","bind_code":"01234567"}""", post.Text);
        Assert.Equal(("GLOF01234567901", "My Printer", "77"), (binding.DeviceId, binding.Name, binding.BindId));
        Assert.Equal("X1C", binding.DeviceInfo["model"]);
        Assert.Equal(true, binding.AdditionalProperties["later"]);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("500")]
    public async Task Given_a_bind_whose_answer_is_lost_when_it_was_sent_then_it_is_not_sent_again(string how)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(how == "500" ? new ScriptedAnswer(500, "{}")
            : ScriptedAnswer.ConnectionReset, ScriptedAnswer.Ok(Done));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.BindAsync("d", "n", "01234567",
            Cancellation));

        Assert.Equal(("d", 1), (error.Subject, error.Attempts));
        Assert.Contains("may have been done", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("01234567", error.ToString(), StringComparison.Ordinal);
        Assert.Single(cloud.Server.Requests);
    }

    [Fact]
    public async Task Given_a_printer_when_it_is_unbound_then_its_id_stands_in_the_query_and_there_is_no_body()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(ScriptedAnswer.Ok("""{"code":0,"message":"Device unbound successfully"}"""));

        await cloud.Session.Devices.UnbindAsync("a&b=c", Cancellation);

        ScriptedRequest delete = Assert.Single(cloud.Server.Requests);
        Assert.Equal($"DELETE {Bind}?dev_id=a%26b%3Dc", delete.ToString());
        Assert.Empty(delete.Body);
    }

    [Theory]
    [InlineData(404, """{"code":1003,"message":"Device not found"}""")]
    [InlineData(404, "")]
    public async Task Given_an_unbind_that_was_done_before_its_answer_was_lost_when_the_next_try_finds_no_printer_then_it_is_done(
        int status, string body)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(502), new ScriptedAnswer(status, body));

        await cloud.Session.Devices.UnbindAsync("d", Cancellation);

        Assert.Equal(2, cloud.Server.Requests.Count);
    }

    [Fact]
    public async Task Given_a_printer_that_the_account_never_had_when_it_is_unbound_then_the_first_answer_says_so()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(new ScriptedAnswer(404, """{"code":1003,"message":"Device not found"}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.UnbindAsync("d", Cancellation));

        Assert.Equal((BambuErrorKind.DeviceNotFound, "d", 1), (error.Kind, error.Subject, error.Attempts));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(Done, 1)]
    [InlineData(Done, 3)] // The list is a moment behind.
    public async Task Given_another_name_when_a_printer_is_renamed_then_both_names_are_patched_and_the_list_is_read_until_it_has_it(
        string answer, int reads)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Answer([ScriptedAnswer.Ok(answer), .. Enumerable.Repeat(Listing("Old"), reads - 1), Listing("Garage")]);

        BambuDevice renamed = await cloud.Session.Devices.RenameAsync("01p", "Garage", Cancellation);

        Assert.Equal(("01P", "Garage"), (renamed.DeviceId, renamed.Name));
        Assert.Equal([$"PATCH {Info}", .. Enumerable.Repeat("GET /v1/iot-service/api/user/bind", reads)],
            cloud.Server.Requests.Select(request => request.ToString()));
        Assert.Equal("""{"dev_id":"01p","dev_name":"Garage","name":"Garage"}""", cloud.Server.Requests[0].Text);
    }

    [Fact]
    public async Task Given_a_service_that_says_yes_and_changes_nothing_when_a_printer_is_renamed_then_that_is_an_error()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(Done), Listing("Old"));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(
            () => cloud.Session.Devices.RenameAsync("01P", "Garage", Cancellation));

        Assert.Equal((BambuErrorKind.ChangeNotMade, "01P"), (error.Kind, error.Subject));
        Assert.Contains("lists it as 'Old'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_printer_that_the_account_does_not_have_when_it_is_renamed_then_a_yes_does_not_hide_it()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(Done), Listing("Old"));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(
            () => cloud.Session.Devices.RenameAsync("01X", "Garage", Cancellation));

        Assert.Equal((BambuErrorKind.DeviceNotFound, "01X"), (error.Kind, error.Subject));
    }

    [Fact]
    public async Task Given_a_service_without_a_condition_of_printers_when_it_is_asked_for_then_the_error_says_that_it_takes_it_no_longer()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(
            () => fixture.Session.Devices.GetInfoAsync(null, Cancellation));

        Assert.Equal((BambuErrorKind.MethodNotAllowed, BambuApiOperation.GetDeviceInfo, 405),
            (error.Kind, error.Operation, error.HttpStatus));
    }

    [Theory]
    [InlineData("""[{"version":"01.09.00.00","status":"beta"},{"version":"01.08.02.00","status":"release"}]""", "01.08.02.00", false,
        "01.09.00.00")]
    [InlineData("""[{"version":"01.09.00.00","status":"beta"},{"version":"01.08.10.00"}]""", "01.08.10.00", true, "01.09.00.00")]
    [InlineData("""[{"version":"01.08.01.00","status":"Beta"},{"version":"01.08.02.00"}]""", "01.08.02.00", false, null)]
    [InlineData("[]", "01.08.02.00", false, null)]
    [InlineData("null", null, null, null)]
    public async Task Given_beta_firmware_or_none_when_it_is_asked_for_then_a_beta_is_named_apart_and_none_means_up_to_date(
        string firmware, string? latest, bool? update, string? beta)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$"""{"message":"success","devices":[{"dev_id":"01P","version":"01.08.02.00","firmware":{{firmware}}}]}"""));

        BambuDeviceFirmware known = Assert.Single(await cloud.Session.Devices.GetVersionAsync("01P", Cancellation));

        Assert.Equal(("01.08.02.00", latest, update, beta),
            (known.CurrentVersion, known.LatestVersion, known.UpdateAvailable, known.BetaVersion));
    }

    [Fact]
    public async Task Given_firmware_with_empty_texts_when_it_is_asked_for_then_they_hide_nothing()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """
            {"data":{"device_id":"","dev_id":"01P","current_version":"","version":"01.08.02.00","latest_version":"","release_notes":"",
            "firmware":[{"version":"01.09.00.00","description":"Better."}]}}
            """));

        BambuDeviceFirmware known = Assert.Single(await cloud.Session.Devices.GetVersionAsync("01P", Cancellation));

        Assert.Equal(("01P", "01.08.02.00", "01.09.00.00", "Better."),
            (known.DeviceId, known.CurrentVersion, known.LatestVersion, known.ReleaseNotes));
    }

    [Theory]
    [InlineData(null, Info, Version)]
    [InlineData("01P", $"{Info}?device_id=01P", $"{Version}?device_id=01P&dev_id=01P")]
    [InlineData("01p", $"{Info}?device_id=01p", $"{Version}?device_id=01p&dev_id=01p")]
    public async Task Given_one_printer_or_none_when_condition_and_firmware_are_asked_for_then_the_query_names_it_as_others_do(
        string? id, string info, string version)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """
                {"code":0,"data":{"device_id":"01P","nozzle_temp":"220.5","current_version":"01.01.01.01","latest_version":"01.01.01.01"}}
                """));

        BambuDeviceInfo condition = Assert.Single(await cloud.Session.Devices.GetInfoAsync(id, Cancellation));
        BambuDeviceFirmware firmware = Assert.Single(await cloud.Session.Devices.GetVersionAsync(id, Cancellation));

        Assert.Equal([$"GET {info}", $"GET {version}"], cloud.Server.Requests.Select(request => request.ToString()));
        Assert.Equal(("01P", 220.5, "01P"), (condition.DeviceId, condition.NozzleTemperature, firmware.DeviceId));
    }

    [Theory]
    [InlineData("01.9", "01.10", true)]
    [InlineData("01.10", "01.9", false)]
    [InlineData("01.08.02.00", "01.08.02.00", false)]
    [InlineData("01.08.02.00", "01.08.10.00", true)]
    [InlineData("1.8.2.0", "01.08.02.00", false)]
    [InlineData("unknown", "01.08.02.00", null)]
    public async Task Given_live_firmware_when_it_is_asked_for_then_versions_are_compared_as_numbers(string runs, string offered,
        bool? update)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$"""
                {"devices":[{"dev_id":"01P","version":"{{runs}}","firmware":[{"version":"00.1"},{"version":"{{offered}}",
                "description":"New."},{"version":"00.9"}]}]}
                """));

        BambuDeviceFirmware firmware = Assert.Single(await cloud.Session.Devices.GetVersionAsync("01P", Cancellation));

        Assert.Equal((runs, offered, update, "New."),
            (firmware.CurrentVersion, firmware.LatestVersion, firmware.UpdateAvailable, firmware.ReleaseNotes));
    }

    [Theory]
    [InlineData("true", "01.01.01.01", true)]
    [InlineData("false", "09.00.00.00", false)]
    [InlineData("\"1\"", "01.01.01.01", true)]
    [InlineData("null", "09.00.00.00", true)]
    public async Task Given_a_server_that_says_whether_there_is_an_update_when_firmware_is_asked_for_then_it_is_believed(string says,
        string latest, bool update)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$"""
                {"code":0,"data":{"current_version":"01.01.01.01","latest_version":"{{latest}}","release_notes":"...",
                "update_available":{{says}} } }
                """));

        Assert.Equal(update, Assert.Single(await cloud.Session.Devices.GetVersionAsync("01P", Cancellation)).UpdateAvailable);
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_a_cloud_of_either_shape_when_a_printer_is_bound_renamed_and_unbound_then_the_list_follows(ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });
        Devices devices = fixture.Session.Devices;
        async Task<string?> NameAsync() =>
            (await devices.ListAsync(Cancellation)).SingleOrDefault(device => device.DeviceId == "GLOF01234567901")?.Name;

        await devices.BindAsync("GLOF01234567901", "My Printer", "01234567", Cancellation);
        Assert.Equal("My Printer", await NameAsync());
        await devices.RenameAsync("GLOF01234567901", "Garage", Cancellation);
        Assert.Equal("Garage", await NameAsync());
        if (profile == ApiProfile.Documented)
        {
            Assert.Equal(5, (await devices.GetInfoAsync(null, Cancellation)).Count);
        }
        Assert.Equal("GLOF01234567901", Assert.Single(await devices.GetVersionAsync("GLOF01234567901", Cancellation)).DeviceId);
        await devices.UnbindAsync("GLOF01234567901", Cancellation);
        Assert.Null(await NameAsync());
    }

    private static ScriptedAnswer Listing(string name) =>
        ScriptedAnswer.Ok($$"""{"message":"success","devices":[{"dev_id":"01P","name":"{{name}}","online":true}]}""");
}
