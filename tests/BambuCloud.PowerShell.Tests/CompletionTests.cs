using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class CompletionTests : CloudTest
{
    private const string List = "GET /v1/iot-service/api/user/bind";

    [Fact]
    public void Every_parameter_for_an_id_completes_in_every_cmdlet()
    {
        string[] ids = ["Printer", "TaskId", "JobId", "ProjectId", "NotificationId", "ModelId", "ProfileId"];
        List<string> checkedOnes = [];
        // Only Register-BambuDevice takes an id that the account does not have yet.
        foreach (CmdletInfo cmdlet in Prompt.Run("Get-Command -Module BambuCloud | Where-Object Name -NE Register-BambuDevice")
            .Succeeded().Output.Select(item => (CmdletInfo)item.BaseObject))
        {
            foreach (ParameterMetadata parameter in cmdlet.Parameters.Values.Where(parameter => ids.Contains(parameter.Name)))
            {
                checkedOnes.Add($"{cmdlet.Name} -{parameter.Name}");
                Assert.True(
                    parameter.Attributes.OfType<ArgumentCompleterAttribute>().SingleOrDefault()?.Type.Name == $"{parameter.Name}Completer",
                    checkedOnes[^1]);
            }
        }
        Assert.InRange(checkedOnes.Count, 18, int.MaxValue);
    }

    [Fact]
    public void A_session_completes_to_the_variables_that_hold_one_and_closed_ones_come_last()
    {
        Prompt.Run("$a = Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru; Disconnect-BambuCloud $a")
            .Succeeded();
        Prompt.Run(
            "$farm = Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru; ${my farm} = $farm; $text = "
                + "'farm'").Succeeded();

        IReadOnlyList<CompletionResult> offered = Complete("Get-BambuDevice -Session ");

        Assert.Equal(["$farm", "${my farm}", "$a"], offered.Select(item => item.CompletionText));
        Assert.Equal("$farm", offered[0].ListItemText);
        Assert.Equal($"Session: {Cloud.Account.Uid}, Global", offered[0].ToolTip);
        Assert.Equal($"Session: {Cloud.Account.Uid}, Global, closed", offered[2].ToolTip);
        Assert.Equal("$farm", Offered("Get-BambuDevice -Session $far"));
        Assert.Equal("$farm", Offered("Get-BambuDevice -Session fa"));
        Assert.Equal("${my farm}", Offered("Send-BambuFile x -Session 'my"));
        Assert.Equal("$farm ${my farm} $a", Offered("Disconnect-BambuCloud "));
        Assert.Equal("$here",
            Prompt.Run("function f { $here = $farm; (TabExpansion2 'Get-BambuDevice -Session h' 26).CompletionMatches.CompletionText }; f")
                .Succeeded().Only.ToString());
        Assert.Equal(4, Prompt.Run($"Get-BambuDevice -Session {offered[1].CompletionText}").Succeeded().Output.Count);
    }

    [Fact]
    public void Printers_are_found_by_the_beginning_of_id_or_name() => Assert.All(
        new (string Typed, string Offered)[]
        {
            ("Get-BambuDevice -Printer 01P", "01P00A000000001"),
            ("Get-BambuDevice -DeviceId 01p", "01P00A000000001"),
            ("Get-BambuDevice -Name p1s", "'P1S 1'"),
            ("Get-BambuDevice *Carb", "'X1 Carbon 1'"),
            ("Get-BambuDevice 01P00A000000001,X1", "'X1 Carbon 1'"),
            ("Watch-BambuPrinter A1", "'A1 1'"),
            ("Watch-BambuPrinter 'A1", "'A1 1'"),
            ("Watch-BambuPrinter \"A1", "\"A1 1\""),
            ("Send-BambuPrint P1P", "'P1P 1'"),
            ("Stop-BambuPrint 01S", "01S00A000000004"),
            ("Get-BambuTask P1P", "'P1P 1'"),
            ("Get-BambuDevice nobody", ""),
            ("Get-BambuDevice [P1S", ""),
            ("Get-BambuDevice P1", "'P1S 1' 'P1P 1'"),
            ("Get-BambuDevice ’P1S", "'P1S 1'"),
            ("Get-BambuDevice 'A1 1',P1S", "'P1S 1'"),
            ("Get-BambuDevice [PX]1[SC]", "'P1S 1'"),
            ("Get-BambuPrinterStatus -Model P1", "P1S P1P"),
            ("Get-BambuDevice -Model c12", "P1S"),
        },
        row => Assert.Equal(row.Offered, Offered(row.Typed)));

    [Fact]
    public void A_printer_s_name_id_and_condition_are_told()
    {
        CompletionResult id = Assert.Single(Complete("Get-BambuDeviceInfo 01S"));
        CompletionResult name = Assert.Single(Complete("Get-BambuDevice P1P"));

        Assert.Equal("P1P 1 (01S00A000000004)", id.ListItemText);
        Assert.Equal("P1P 1: P1P, offline, 01S00A000000004", id.ToolTip);
        Assert.Equal((id.ListItemText, id.ToolTip), (name.ListItemText, name.ToolTip));
    }

    [Fact]
    public void Whatever_a_printer_is_called_what_is_offered_finds_it_with_every_quote()
    {
        string[] names =
        [
            "it's", "typo’graphic", "say \"hi\"", "typo„graphic”", "[1] * ?", "tick`n", "two  spaces", "$env:PATH $(1)", "-Online",
            "a,b;c|d&e",
            "@home", "#5", "0x10", "1e3", "007", "42", "1kb", "İstanbul", "打印机",
        ];

        Assert.All(names, name =>
        {
            Prompt["name"] = name;
            Prompt.Run("Rename-BambuDevice $devices[1] $name").Succeeded();
            Assert.Equal(4, Prompt.Run("Get-BambuDevice").Succeeded().Output.Count);

            foreach (string quote in new[] { "", "'", "\"" })
            {
                CompletionResult offered = Assert.Single(Complete($"Get-BambuDevice {quote}"),
                    item => item.ListItemText.StartsWith($"{name} (", StringComparison.Ordinal));
                Assert.StartsWith(quote, offered.CompletionText, StringComparison.Ordinal);
                Assert.Equal(name, Prompt.Run($"Get-BambuDevice {offered.CompletionText}").Succeeded().Only.Text("Name"));
                Assert.Contains(Complete($"Get-BambuDevice {offered.CompletionText}"),
                    again => again.CompletionText == offered.CompletionText);
            }
        });
    }

    [Fact]
    public void A_name_that_would_rule_the_console_is_not_offered_and_shows_nothing_that_rules_it()
    {
        Prompt["name"] = "red \e[31m\u202E";
        Prompt.Run("Rename-BambuDevice $devices[0] $name; Get-BambuDevice").Succeeded();

        Assert.Equal(4, Complete("Get-BambuDevice ").Count);
        CompletionResult id = Assert.Single(Complete("Get-BambuDevice -DeviceId 01P"));
        Assert.DoesNotContain(id.ListItemText + id.ToolTip, shown => char.IsControl(shown) || shown == '\u202E');
    }

    [Fact]
    public void A_printer_that_is_bound_is_not_offered_to_be_bound()
    {
        Prompt.Run("Get-BambuDevice").Succeeded();

        Assert.NotEmpty(Complete("Unregister-BambuDevice 01P"));
        Assert.DoesNotContain(Complete("Register-BambuDevice 01P"), item => item.CompletionText.Contains("01P", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cmdlets_have_read_is_offered_without_a_request()
    {
        Prompt.Run("Get-BambuDevice; Get-BambuTask -First 30; Get-BambuPrint; Get-BambuProject -First 30; Get-BambuNotification")
            .Succeeded();
        int before = Cloud.Requests.Counts.Values.Sum();

        Assert.StartsWith("410000044 410000043 ", Offered("Get-BambuTask -TaskId "), StringComparison.Ordinal);
        Assert.StartsWith("410000038 410000031 ", Offered("Get-BambuTask -TaskId spool"), StringComparison.Ordinal);
        Assert.StartsWith("410000044 ", Offered("Get-BambuTask -AfterTaskId "), StringComparison.Ordinal);
        Assert.StartsWith("410000044 ", Offered("Wait-BambuPrint -JobId "), StringComparison.Ordinal);
        Assert.StartsWith("410000044 ", Offered("Get-BambuPrint -JobId 4100000"), StringComparison.Ordinal);
        Assert.StartsWith("proj_001 proj_002 ", Offered("Get-BambuProject "), StringComparison.Ordinal);
        Assert.Equal("'proj_002'", Offered("Get-BambuProject 'Bracket 1"));
        Assert.Equal("'Bracket 1'", Complete("Get-BambuProject -Name bracket")[0].CompletionText);
        Assert.StartsWith("notif_0006 ", Offered("Set-BambuNotification "), StringComparison.Ordinal);
        Assert.Equal("print_complete print_failed", Offered("Get-BambuNotification -Type "));
        Assert.Equal("US18701aac", Offered("New-BambuTask -ModelId US18701aac"));
        Assert.Equal("410000051", Offered("New-BambuTask -ModelId US18701aac -ProfileId "));
        Assert.Equal(4, Complete("Get-BambuDevice -DeviceId ").Count);
        Assert.Equal(before, Cloud.Requests.Counts.Values.Sum());
        Assert.All(
            new[] { "Get-BambuTask -TaskId ", "Wait-BambuPrint -JobId ", "Get-BambuProject ", "Set-BambuNotification ",
                "New-BambuTask -ModelId ", "New-BambuTask -ProfileId " }.SelectMany(Complete),
            item => Assert.Matches("^(Task|Job|Project|Notification|Model|Print profile): ..", item.ToolTip));
    }

    [Fact]
    public void What_nobody_has_read_yet_is_not_offered_and_neither_are_files() => Assert.Equal("", Offered("Get-BambuTask -TaskId "));

    [Fact]
    public void Printers_are_asked_for_once_where_nobody_has_read_them()
    {
        int before = Count(List);

        Assert.Equal(4, Complete("Get-BambuDevice ").Count);
        Assert.Equal(4, Complete("Watch-BambuPrinter ").Count);
        Assert.Equal(before + 1, Count(List));
    }

    [Fact]
    public void A_renamed_printer_is_known_by_its_new_name_at_once()
    {
        Prompt.Run("Get-BambuDevice; Rename-BambuDevice $devices[0] Workhorse").Succeeded();

        Assert.Equal("Workhorse", Offered("Get-BambuDevice Work"));
        Assert.Equal("", Offered("Get-BambuDevice P1S"));
    }

    [Fact]
    public void An_unbound_printer_is_known_no_more()
    {
        Prompt.Run("Get-BambuDevice; Unregister-BambuDevice $devices[0] -Confirm:$false").Succeeded();

        Assert.Equal("", Offered("Get-BambuDevice P1S"));
    }

    [Fact]
    public async Task Of_a_long_list_the_newest_two_hundred_are_offered()
    {
        await ReopenAsync(new SimulatorOptions { Tasks = 500 });
        Prompt.Run("Get-BambuTask").Succeeded();

        IReadOnlyList<CompletionResult> offered = Complete("Get-BambuTask -TaskId ");

        Assert.Equal(200, offered.Count);
        Assert.Equal("410000499", offered[0].CompletionText);
    }

    [Fact]
    public void The_session_that_is_typed_is_the_one_that_is_asked_and_one_that_cannot_be_told_yet_is_not_guessed()
    {
        Prompt.Run(
            "$one = Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru; $null = Get-BambuTask -First 3")
                .Succeeded();
        Prompt.Run("$two = Connect-BambuCloud -AccessToken $token -ApiEndpoint $api -MqttEndpoint $mqtt -PassThru").Succeeded();
        try
        {
            Assert.Empty(Complete("Get-BambuTask -TaskId "));
            Assert.Empty(Complete("Get-BambuTask -Session $two -TaskId "));
            Assert.Equal(3, Complete("Get-BambuTask -Session $one -TaskId ").Count);
            Assert.Equal(4, Complete("Get-BambuDevice -Session $two -Name ").Count);
            Assert.Empty(Complete("Get-BambuDevice -Session (Get-BambuSession) -Name "));
            Assert.Empty(Complete("Get-BambuDevice -Se $nothing -Name "));

            Prompt.Run("Disconnect-BambuCloud $one").Succeeded();
            Assert.Empty(Complete("Get-BambuTask -Session $one -TaskId "));
        }
        finally
        {
            Prompt.Run("Disconnect-BambuCloud $one; Disconnect-BambuCloud $two");
        }
    }

    [Fact]
    public void No_secret_is_in_what_is_offered()
    {
        string[] codes = [.. Prompt.Run("Get-BambuDevice").Succeeded().Output
            .Select(device => new NetworkCredential("", (SecureString)device.Value("AccessCode")!).Password)];
        Prompt.Run("Get-BambuTask; Get-BambuPrint; Get-BambuProject; Get-BambuNotification").Succeeded();

        string shown = string.Join('\n', new[] { "Get-BambuDevice ", "Watch-BambuPrinter ", "Get-BambuTask ", "Get-BambuPrint -JobId ",
            "Get-BambuProject ", "Set-BambuNotification " }
            .SelectMany(Complete).Select(item => $"{item.CompletionText} {item.ListItemText} {item.ToolTip}"));

        Assert.All(codes, code => Assert.DoesNotContain(code, shown, StringComparison.Ordinal));
        Assert.DoesNotContain(Cloud.Account.AccessToken, shown, StringComparison.Ordinal);
    }

    private string Offered(string typed) => string.Join(' ', Complete(typed).Select(item => item.CompletionText));

    private IReadOnlyList<CompletionResult> Complete(string typed)
    {
        Prompt["typed"] = typed;
        return [.. Prompt.Run("(TabExpansion2 $typed $typed.Length).CompletionMatches").Succeeded().Output
            .Select(item => (CompletionResult)item.BaseObject)];
    }
}
