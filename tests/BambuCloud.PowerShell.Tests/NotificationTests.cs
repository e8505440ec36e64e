namespace BambuCloud.PowerShell.Tests;

public sealed class NotificationTests : CloudTest
{
    [Fact]
    public void All_come_typed_and_Unread_limits_them()
    {
        PowerShellRun all = Prompt.Run("Get-BambuNotification").Succeeded();

        Assert.Equal(6, all.Output.Count);
        Assert.All(all.Output, item => Assert.Equal(DateTimeKind.Local, Assert.IsType<DateTime>(item.Value("Timestamp")).Kind));
        Assert.Equal(["False", "False", "False"], Prompt.Run("Get-BambuNotification -Unread").Succeeded().All("Read"));
    }

    [Fact]
    public void They_are_marked_from_the_pipeline_and_back_again()
    {
        Assert.Empty(Prompt.Run("Get-BambuNotification -Unread | Set-BambuNotification -Read").Succeeded().Output);
        Assert.Empty(Prompt.Run("Get-BambuNotification -Unread").Succeeded().Output);

        Prompt.Run("Set-BambuNotification notif_0002, notif_0003 -Unread").Succeeded();
        Assert.Equal(["notif_0002", "notif_0003"], Prompt.Run("Get-BambuNotification -Unread").Succeeded().All("NotificationId").Order());
    }
}
