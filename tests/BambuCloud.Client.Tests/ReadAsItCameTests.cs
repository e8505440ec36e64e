using System.Text;

namespace BambuCloud.Client.Tests;

/// <summary>Answers are read as they came; secrets are taken out of what is shown and kept, and nothing else is.</summary>
public sealed class ReadAsItCameTests
{
    private const string Serial = "01P00A000100001";
    private const string Code = "0001";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "The print stopped. Do you want to know why? Open https://cdn.example/help?token=abc and look at layer 12.",
        "The print stopped. Do you want to know why? Open https://cdn.example/help and look at layer 12.")]
    [InlineData("Why? See https://cdn.example/help?token=abc. Then go on?", "Why? See https://cdn.example/help. Then go on?")]
    [InlineData("(https://a.example/x?sig=1) and <https://b.example/y?Signature=2>?", "(https://a.example/x) and <https://b.example/y>?")]
    [InlineData("https://a.example/#token=1 \"https://b.example/?a=1&X-Amz-Signature=2\"!", "https://a.example/ \"https://b.example/\"!")]
    [InlineData(@"{""a"":""https://a.example/x?X-Amz-Date=1\u0026X-Amz-Signature=2""}", @"{""a"":""https://a.example/x""}")]
    [InlineData(@"{\""a\"":\""https:\/\/a.example\/x?X-Amz-Signature=2\""}", @"{\""a\"":\""https:\/\/a.example\/x\""}")]
    [InlineData("https://a.example/x?Signature=ab|cd{e}&Key=1 says no.", "https://a.example/x says no.")]
    [InlineData("Is a token=abc a secret? https://wiki.example/?q=hms says no.",
        "Is a token=abc a secret? https://wiki.example/?q=hms says no.")]
    public async Task Given_a_message_with_an_address_when_it_is_read_then_only_a_query_that_is_a_credential_is_gone(string message,
        string shown)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$$"""{"code":0,"data":{"notifications":[{"id":"1","message":{{{System.Text.Json.JsonSerializer.Serialize(message)}}}}]}}"""));

        Assert.Equal(shown, Assert.Single(await cloud.Session.Notifications.ListAsync(false, Cancellation)).Message);
    }

    [Fact]
    public async Task Given_a_bind_code_of_four_digits_when_the_answer_has_a_serial_number_with_them_then_only_the_code_is_gone()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok($$$$"""
            {"code":0,"data":{"bind_id":"b","device_info":{"sn":"{{{{Serial}}}}","list":["{{{{Serial}}}}",7],
            "echo":"yours is {{{{Code}}}}, %22{{{{Code}}}}%22"}}}
            """));

        BambuDeviceBinding binding = await cloud.Session.Devices.BindAsync(Serial, "P1S", Code, Cancellation);

        Assert.Equal(Serial, binding.DeviceInfo["sn"]);
        Assert.Equal(Serial, ((IReadOnlyList<object?>)binding.DeviceInfo["list"]!)[0]);
        Assert.Equal("yours is ***, %22***%22", binding.DeviceInfo["echo"]);
    }

    [Theory]
    [InlineData("01P00A00000A0001 is bound", "01P00A00000A0001 is bound")] // A serial number that ends in the digits behind a letter.
    [InlineData("0001A0000000P01 is bound", "0001A0000000P01 is bound")]
    [InlineData("wrong code0001", "wrong code***")]
    [InlineData("bind_code=0001&x", "bind_code=***&x")]
    [InlineData("yourveryownbindcode0001", "yourveryownbindcode***")]
    public async Task Given_a_bind_code_behind_a_letter_when_it_is_read_then_it_is_gone_and_a_serial_number_stays(string sent, string shown)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$$$"""{"code":0,"data":{"bind_id":"b","device_info":{"echo":"{{{{sent}}}}"}}}"""));

        BambuDeviceBinding binding = await cloud.Session.Devices.BindAsync(Serial, "P1S", Code, Cancellation);

        Assert.Equal(shown.Replace(@"\\", @"\", StringComparison.Ordinal), binding.DeviceInfo["echo"]);
    }

    [Fact]
    public async Task Given_a_bind_code_of_four_digits_when_the_refusal_has_a_serial_number_with_them_then_only_the_code_is_gone()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(400,
            $$$"""{"code":77,"message":"{{{Serial}}} does not show {{{Code}}}","details":{"{{{Code}}}":4,"device":"{{{Serial}}}"}}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.BindAsync(Serial, "P1S", Code,
            Cancellation));

        Assert.Equal($"{Serial} does not show ***", error.CloudMessage);
        Assert.Contains($"{Serial} does not show ***", error.Message, StringComparison.Ordinal);
        Assert.Equal([("***", 4L), ("device", (object)Serial)], error.Details.Select(detail => (detail.Key, detail.Value!)));
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData(" \r\n")]
    public async Task Given_an_answer_with_something_before_its_JSON_when_it_is_read_then_it_is_read_over(string before)
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(ScriptedAnswer.Ok(before + """{"message":"success","devices":[{"dev_id":"01P","name":"ä"}]}"""));

        Assert.Equal("ä", Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation)).Name);
    }

    [Fact]
    public async Task Given_an_answer_with_a_byte_that_is_no_UTF8_when_it_is_read_then_the_rest_is_read()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(new ScriptedAnswer(200, """{"message":"success","devices":[{"dev_id":"01P","name":"Küche"}]}""")
            {
                Encoding = Encoding.Latin1,
            });

        Assert.Equal("K\uFFFDche", Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation)).Name);
    }
}
