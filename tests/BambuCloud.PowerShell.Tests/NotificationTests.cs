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

    [Fact]
    public void WhatIf_marks_nothing()
    {
        Prompt.Run("Get-BambuNotification | Set-BambuNotification -Read -WhatIf").Succeeded();

        Assert.Equal(0, Count("PUT /v1/iot-service/api/user/notification"));
    }

    [Fact]
    public void One_that_does_not_exist_is_an_error_and_the_others_are_marked()
    {
        PowerShellRun run = Prompt.Run("Set-BambuNotification nothing, notif_0006 -Read");

        Assert.Equal("BambuCloud.NotFound,BambuCloud.Cmdlets.SetBambuNotification", run.Error.FullyQualifiedErrorId);
        Assert.Equal("nothing", run.Error.TargetObject);
        Assert.Matches(@"^The account has no message 'nothing' \(HTTP 404.*\)\. Get-BambuNotification lists", run.Error.ToString());
        Assert.DoesNotContain("notif_0006", Prompt.Run("Get-BambuNotification -Unread").Succeeded().All("NotificationId"));
    }

    [Fact]
    public void Read_and_Unread_together_are_refused() =>
        Assert.StartsWith("AmbiguousParameterSet", Prompt.Run("Set-BambuNotification notif_0001 -Read -Unread").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void Types_take_wildcards_and_First_limits_them()
    {
        Assert.Equal(["print_failed"], Prompt.Run("Get-BambuNotification print_f*").Succeeded().All("Type"));
        Assert.Equal(2, Prompt.Run("Get-BambuNotification -First 2").Succeeded().Output.Count);
    }

    [Fact]
    public void PassThru_writes_them_as_the_cloud_has_them_now() =>
        Assert.Equal(["True", "True", "True"], Prompt.Run("Get-BambuNotification -Unread | Set-BambuNotification -Read -PassThru").Succeeded().All("Read"));
}
