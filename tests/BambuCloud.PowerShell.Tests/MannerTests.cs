using System.Management.Automation;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What people expect of any cmdlet, read off those of the module.</summary>
public sealed class MannerTests(UserPrompt prompt) : IClassFixture<UserPrompt>
{
    private const string Printer = "Printer";

    // What the cmdlet is about, where it is about something that has an id.
    private static readonly Dictionary<string, string> Subjects = new()
    {
        ["Disconnect-BambuPrinter"] = Printer,
        ["Get-BambuDevice"] = Printer,
        ["Get-BambuDeviceInfo"] = Printer,
        ["Get-BambuFilament"] = Printer,
        ["Get-BambuFirmware"] = Printer,
        ["Get-BambuPrint"] = Printer,
        ["Get-BambuPrinterStatus"] = Printer,
        ["Get-BambuPrinterFile"] = Printer,
        ["Get-BambuProject"] = "ProjectId",
        ["Get-BambuTask"] = Printer,
        ["New-BambuTask"] = Printer,
        ["Receive-BambuPrinterFile"] = Printer,
        ["Register-BambuDevice"] = "DeviceId",
        ["Remove-BambuPrinterFile"] = Printer,
        ["Rename-BambuDevice"] = Printer,
        ["Resume-BambuPrint"] = Printer,
        ["Save-BambuSnapshot"] = Printer,
        ["Send-BambuPrint"] = Printer,
        ["Test-BambuPrint"] = Printer,
        ["Set-BambuNotification"] = "NotificationId",
        ["Show-BambuFleet"] = Printer,
        ["Stop-BambuPrint"] = Printer,
        ["Suspend-BambuPrint"] = Printer,
        ["Unregister-BambuDevice"] = Printer,
        ["Wait-BambuPrint"] = Printer,
        ["Watch-BambuPrinter"] = Printer,
    };

    [Fact]
    public void Verbs_are_approved_and_nouns_are_singular()
    {
        string[] approved = [.. typeof(Cmdlet).Assembly.GetExportedTypes().Where(type => type.Name.StartsWith("Verbs",
            StringComparison.Ordinal)).SelectMany(type => type.GetFields()).Select(field => field.Name)];

        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            Assert.Contains(cmdlet.Verb, approved);
            Assert.StartsWith("Bambu", cmdlet.Noun, StringComparison.Ordinal);
            Assert.False(cmdlet.Noun.EndsWith('s') && !cmdlet.Noun.EndsWith("Status", StringComparison.Ordinal), cmdlet.Name);
        }
    }

    [Fact]
    public void Parameters_are_singular_and_begin_with_a_capital() =>
        Assert.All(Cmdlets().SelectMany(cmdlet => Own(cmdlet)), parameter =>
        {
            Assert.Matches("^[A-Z][A-Za-z]+$", parameter.Name);
            Assert.False(parameter.Name.EndsWith('s') && parameter.Name is not ("Address" or "Status" or "CodeBySms" or "UseAms"),
                parameter.Name);
        });

    [Fact]
    public void An_id_comes_from_the_pipeline_by_its_name_and_the_subject_by_value_too()
    {
        Dictionary<string, string> withSubject = [];
        foreach (CmdletInfo cmdlet in Cmdlets().Where(TakesNoFiles))
        {
            foreach (ParameterMetadata parameter in Own(cmdlet).Where(parameter => parameter.Name == Printer
                || (parameter.Name.EndsWith("Id", StringComparison.Ordinal) && parameter.Name != "AfterTaskId")))
            {
                Assert.Contains(parameter.ParameterSets.Values, set => set.ValueFromPipelineByPropertyName);
                if (parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline))
                {
                    withSubject.Add(cmdlet.Name, parameter.Name);
                }
            }
        }

        Assert.Equal(Subjects.OrderBy(item => item.Key, StringComparer.Ordinal),
            withSubject.OrderBy(item => item.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_parameter_that_people_name_first_stands_at_position_0()
    {
        Dictionary<string, string[]> first = Cmdlets().ToDictionary(
            cmdlet => cmdlet.Name,
            cmdlet => Own(cmdlet).Where(parameter => parameter.ParameterSets.Values.Any(set => set.Position == 0))
                .Select(parameter => parameter.Name).ToArray());

        Assert.Equal(["Path"], first["Send-BambuFile"]);
        Assert.Equal(["Path"], first["Get-BambuPrintFile"]);
        Assert.Equal(["AccessToken"], first["Connect-BambuCloud"]);
        Assert.Equal(["Session"], first["Disconnect-BambuCloud"]);
        Assert.All(Subjects.Where(item => item.Value == Printer || item.Key is not "New-BambuTask"),
            item => Assert.Equal([item.Value], first[item.Key]));
    }

    [Fact]
    public void What_changes_something_can_be_asked_what_if_and_what_cannot_be_undone_asks_of_itself()
    {
        string[] changing = ["Disconnect", "Export", "New", "Receive", "Register", "Remove", "Rename", "Resume", "Save", "Send", "Set",
            "Stop", "Suspend", "Unregister"];
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            CommandMetadata metadata = new(cmdlet);

            Assert.True(changing.Contains(cmdlet.Verb) == metadata.SupportsShouldProcess, cmdlet.Name);
            if (metadata.SupportsShouldProcess)
            {
                Assert.Equal(cmdlet.Name is "Stop-BambuPrint" or "Unregister-BambuDevice" or "Remove-BambuPrinterFile"
                    ? ConfirmImpact.High : ConfirmImpact.Medium, metadata.ConfirmImpact);
            }
        }
    }

    [Fact]
    public void What_asks_the_cloud_takes_another_session()
    {
        string[] alone = ["Connect-BambuCloud", "Connect-BambuPrinter", "Disconnect-BambuPrinter", "Export-BambuThumbnail",
            "Find-BambuPrinter", "Get-BambuCodeText", "Get-BambuPrintFile", "Get-BambuSession"];

        Assert.Equal(alone, Cmdlets().Where(cmdlet => !cmdlet.Parameters.ContainsKey("Session")).Select(cmdlet => cmdlet.Name)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_that_takes_printers_takes_them_at_position_0_by_any_of_their_names_and_with_wildcards() =>
        Assert.All(Cmdlets().Where(cmdlet => cmdlet.Parameters.ContainsKey(Printer)).Where(TakesNoFiles), cmdlet =>
        {
            ParameterMetadata printer = cmdlet.Parameters[Printer];
            Assert.All(printer.ParameterSets.Values,
                set => Assert.Equal((0, true, true), (set.Position, set.ValueFromPipeline, set.ValueFromPipelineByPropertyName)));
            Assert.Equal(["DeviceId", "DeviceName", "Name"], printer.Aliases);
            Assert.Equal(cmdlet.Name != "Rename-BambuDevice", printer.Attributes.OfType<SupportsWildcardsAttribute>().Any());
        });

    [Fact]
    public void There_are_no_aliases_but_names_that_a_pipeline_object_calls_a_property_by()
    {
        string[] aliases = [.. Cmdlets().SelectMany(cmdlet => Own(cmdlet)
            .SelectMany(parameter => parameter.Aliases.Select(alias => $"{cmdlet.Name} {parameter.Name} {alias}")))
            .Where(alias => !alias.Contains($" {Printer} ", StringComparison.Ordinal))
            .Where(alias => !alias.EndsWith(" Confirm cf", StringComparison.Ordinal)
                && !alias.EndsWith(" WhatIf wi", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "Export-BambuThumbnail LiteralPath PSPath", "Get-BambuCodeText Code PrintError",
                "Get-BambuPrint JobId TaskId", "Get-BambuPrintFile LiteralPath PSPath", "Get-BambuTask TaskId JobId",
                "Send-BambuFile LiteralPath PSPath",
                "Send-BambuPrint LiteralPath PSPath", "Test-BambuPrint LiteralPath PSPath", "Wait-BambuPrint JobId TaskId",
            ],
            aliases);
        Assert.Empty(prompt.Run("(Get-Module BambuCloud).ExportedAliases.Keys").Succeeded().Output);
    }

    // Its pipeline brings files, and -Printer says where they go.
    private static bool TakesNoFiles(CmdletInfo cmdlet) => cmdlet.Name != "Send-BambuFile";

    private IEnumerable<CmdletInfo> Cmdlets() =>
        prompt.Run("Get-Command -Module BambuCloud").Succeeded().Output.Select(item => (CmdletInfo)item.BaseObject);

    private static IEnumerable<ParameterMetadata> Own(CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));
}
