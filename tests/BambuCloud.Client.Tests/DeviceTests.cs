using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class DeviceTests
{
    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_an_account_with_four_printers_when_they_are_listed_then_all_come_in_order(ApiProfile profile)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { Profile = profile }, cancellation);
        await using CloudSession session = await CloudSession.OpenAsync(
            new CloudSessionOptions { AccessToken = cloud.Account.AccessToken, ApiEndpoint = cloud.ApiEndpoint, MqttEndpoint = cloud.MqttEndpoint },
            cancellation);

        IReadOnlyList<BambuDevice> devices = await session.Devices.ListAsync(cancellation);

        Assert.Equal(cloud.DeviceIds, devices.Select(device => device.DeviceId));
    }
}
