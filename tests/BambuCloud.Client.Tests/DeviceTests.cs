using System.Net;
using System.Security;
using System.Text;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class DeviceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_an_account_with_four_printers_when_they_are_listed_then_all_come_in_order(ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });

        IReadOnlyList<BambuDevice> devices = await fixture.Session.Devices.ListAsync(Cancellation);

        Assert.Equal(fixture.Cloud.DeviceIds, devices.Select(device => device.DeviceId));
        Assert.Equal(["P1S 1", "X1 Carbon 1", "A1 1", "P1P 1"], devices.Select(device => device.Name));
        Assert.Equal([true, true, true, false], devices.Select(device => device.Online));
        Assert.All(devices, device => Assert.Equal(BambuPrintState.Unknown, device.State));
        Assert.All(devices, device => Assert.Empty(device.AdditionalProperties));
        Assert.Equal("12345678", Plain(devices[0].AccessCode!));
        bool live = profile == ApiProfile.Live;
        Assert.Equal((live ? 0.4 : null, live ? "CoreXY" : null), (devices[0].NozzleDiameter, devices[0].Structure));
    }

    [Theory]
    [InlineData("""{"message":"success","code":null,"error":null,"devices":[ITEM]}""")]
    [InlineData("""{"code":0,"message":"Success","data":{"devices":[ITEM]}}""")]
    [InlineData("""{"code":"0","devices":[null,ITEM]}""")]
    [InlineData("""{"devices":[ITEM]}""")]
    public async Task Given_either_envelope_when_devices_are_listed_then_numbers_and_strings_may_be_swapped_and_unknown_fields_are_kept(
        string envelope)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(envelope.Replace("ITEM", """
            {"dev_id":1234567,"name":null,"online":"true","print_status":"DANCING","dev_model_name":7,"dev_product_name":"",
             "nozzle_diameter":"0.4","print_job":0,"dev_access_code":"0123\n",
             "later":{"a":1},"when":"2026-01-01","big":12345678901,"half":0.5,"flags":[true,null]}
            """, StringComparison.Ordinal)));

        BambuDevice device = Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(("1234567", "1234567", true), (device.DeviceId, device.Name, device.Online));
        Assert.Equal((BambuPrintState.Unknown, "DANCING"), (device.State, device.RawState));
        Assert.Equal(("7", 0.4, null), (device.ModelCode, device.NozzleDiameter, device.TaskId));
        Assert.Equal("0123", Plain(device.AccessCode!));
        Assert.Equal(["big", "flags", "half", "later", "when"], device.AdditionalProperties.Keys.Order());
        Assert.Equal((12345678901L, 0.5, "2026-01-01"),
            (device.AdditionalProperties["big"], device.AdditionalProperties["half"], device.AdditionalProperties["when"]));
        Assert.Equal(1L, Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(device.AdditionalProperties["later"])["a"]);
    }

    [Fact]
    public async Task Given_a_printer_that_the_cloud_lists_twice_when_devices_are_listed_then_it_comes_once()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """{"message":"success","devices":[{"dev_id":"01P","name":"a"},{"dev_id":"01X","name":"b"},{"dev_id":"01p","name":"c"}]}"""));

        Assert.Equal(["a", "b"], (await cloud.Session.Devices.ListAsync(Cancellation)).Select(device => device.Name));
    }

    [Theory]
    [InlineData("IDLE", BambuPrintState.Idle)]
    [InlineData("active", BambuPrintState.Unknown)]
    [InlineData("RUNNING", BambuPrintState.Running)]
    [InlineData("PAUSE", BambuPrintState.Paused)]
    [InlineData("SUCCESS", BambuPrintState.Finished)]
    [InlineData("FAILED", BambuPrintState.Failed)]
    [InlineData("", BambuPrintState.Unknown)]
    public async Task Given_a_print_status_when_devices_are_listed_then_word_and_meaning_are_both_there(string word,
        BambuPrintState meaning)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$"""{"message":"success","devices":[{"dev_id":"d","name":"n","print_status":"{{word}}"}]}"""));

        BambuDevice device = Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((word, meaning), (device.RawState, device.State));
        Assert.Null(device.AccessCode);
    }

    [Theory]
    [InlineData("""{"message":"success","devices":null}""")]
    [InlineData("""{"code":0,"data":null}""")]
    [InlineData("""{"code":0,"data":{"devices":null}}""")]
    [InlineData("""{"message":"success"}""")]
    public async Task Given_no_list_in_a_good_answer_when_devices_are_listed_then_there_are_none(string body)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(body));

        Assert.Empty(await cloud.Session.Devices.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Given_an_unknown_field_with_a_presigned_address_when_devices_are_listed_then_its_query_is_not_kept()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""
            {"message":"success","devices":[{"dev_id":"d","name":"n",
             "thumbnail":"https://s3.example/a.png?X-Amz-Signature=5f1d&X-Amz-Expires=1","page":"https://wiki.example/?q=hms"}]}
            """));

        BambuDevice device = Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal("https://s3.example/a.png", device.AdditionalProperties["thumbnail"]);
        Assert.Equal("https://wiki.example/?q=hms", device.AdditionalProperties["page"]);
    }

    [Fact]
    public async Task Given_names_and_texts_that_are_no_unicode_in_unknown_fields_when_devices_are_listed_then_the_device_has_them()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """{"message":"success","devices":[{"dev_id":"d","later":{"\uD800" : "\uDC00","good":"ÿ"} }]}""") with
        { Encoding = Encoding.Latin1 });

        BambuDevice device = Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation));

        IReadOnlyDictionary<string, object?> later = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(
            device.AdditionalProperties["later"]);
        Assert.Equal([("\\uD800", "\\uDC00"), ("good", "\uFFFD")], later.Select(member => (member.Key, (string?)member.Value)));
    }

    [Fact]
    public async Task Given_a_text_much_longer_than_any_access_code_when_devices_are_listed_then_the_device_comes_without_one()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$"""{"message":"success","devices":[{"dev_id":"d","dev_access_code":"{{new string('1', 70_000)}}"}]}"""));

        Assert.Null(Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation)).AccessCode);
    }

    private static string Plain(SecureString secret) => new NetworkCredential("", secret).Password;
}
