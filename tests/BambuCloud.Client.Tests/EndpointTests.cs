using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

public sealed class EndpointTests
{
    private static readonly Uri Api = new("https://cloud.example");

    [Theory]
    [InlineData(BambuRegion.Global, "https://api.bambulab.com/", "mqtts://us.mqtt.bambulab.com:8883")]
    [InlineData(BambuRegion.China, "https://api.bambulab.cn/", "mqtts://cn.mqtt.bambulab.com:8883")]
    public void Given_a_region_when_no_address_is_given_then_its_hosts_are_used(BambuRegion region, string api, string mqtt)
    {
        CloudEndpoints endpoints = CloudEndpoints.For(region);

        Assert.Equal((new Uri(api), new Uri(mqtt)), (endpoints.Api, endpoints.Mqtt!));
    }

    [Theory]
    [InlineData("https://cloud.example", "https://cloud.example/")]
    [InlineData("https://cloud.example:444/base", "https://cloud.example:444/base/")]
    [InlineData("https://cloud.example/base//", "https://cloud.example/base/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/")]
    public void Given_an_api_address_when_it_is_encrypted_or_loopback_then_it_is_taken_with_a_trailing_slash(string given, string taken) =>
        Assert.Equal(taken, CloudEndpoints.For(BambuRegion.Global, api: new Uri(given)).Api.AbsoluteUri);

    [Theory]
    [InlineData("mqtts://broker.example", 8883)]
    [InlineData("mqtts://broker.example:8884", 8884)]
    [InlineData("mqtt://localhost", 1883)]
    [InlineData("mqtt://[::1]:1884", 1884)]
    public void Given_a_broker_address_when_it_is_encrypted_or_loopback_then_it_is_taken_with_a_port(string given, int port) =>
        Assert.Equal(port, CloudEndpoints.For(BambuRegion.Global, Api, new Uri(given)).Mqtt!.Port);

    [Theory]
    [InlineData("http://cloud.example", "unencrypted")]
    [InlineData("http://127.0.0.1.cloud.example", "unencrypted")]
    [InlineData("http://192.168.1.2", "unencrypted")]
    [InlineData("https://user:hunter2@cloud.example", "must hold nothing but")]
    [InlineData("https://cloud.example/?token=hunter2", "must hold nothing but")]
    [InlineData("https://cloud.example/#hunter2", "must hold nothing but")]
    [InlineData("ftp://cloud.example", "scheme 'ftp'")]
    [InlineData("mqtts://cloud.example", "scheme 'mqtts'")]
    [InlineData("file:///etc/passwd", "not an absolute address")]
    [InlineData("/base", "not an absolute address", UriKind.Relative)]
    public void Given_an_unusable_api_address_when_the_endpoints_are_made_then_it_is_refused_without_spelling_out_a_secret(
        string given, string why, UriKind form = UriKind.Absolute)
    {
        BambuException error = Assert.Throws<BambuException>(() => CloudEndpoints.For(BambuRegion.Global, api: new Uri(given, form)));

        Assert.Equal(BambuErrorKind.InvalidEndpoint, error.Kind);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mqtt://broker.example:1883")]
    [InlineData("mqtt://10.0.0.7")]
    [InlineData("mqtts://u_1:hunter2@broker.example")]
    [InlineData("mqtts://broker.example?password=hunter2")]
    [InlineData("https://broker.example")]
    public void Given_an_unusable_broker_address_when_the_endpoints_are_made_then_it_is_refused(string given)
    {
        BambuException error = Assert.Throws<BambuException>(() => CloudEndpoints.For(BambuRegion.Global, Api, new Uri(given)));

        Assert.Equal(BambuErrorKind.InvalidEndpoint, error.Kind);
        Assert.Contains("MQTT", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_API_that_is_named_without_a_broker_when_the_endpoints_are_made_then_there_is_no_broker() =>
        Assert.Null(CloudEndpoints.For(BambuRegion.Global, Api).Mqtt);

    [Fact]
    public void Given_a_broker_that_is_named_without_an_API_when_the_endpoints_are_made_then_it_is_refused()
    {
        BambuException error = Assert.Throws<BambuException>(() => CloudEndpoints.For(BambuRegion.Global,
            mqtt: new Uri("mqtts://broker.example")));

        Assert.Equal(BambuErrorKind.InvalidEndpoint, error.Kind);
    }

    [Fact]
    public async Task Given_a_session_without_a_broker_when_printers_are_asked_for_then_no_host_is_called()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        int before = cloud.Server.Requests.Count;

        BambuException error = Assert.Throws<BambuException>(() => cloud.Session.Printers);

        Assert.Equal((BambuErrorKind.BrokerNotNamed, cloud.Server.Address.Authority), (error.Kind, error.Subject));
        Assert.Equal((null, before), (cloud.Session.Info.MqttEndpoint, cloud.Server.Requests.Count));
    }
}
