using System.Text;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

public sealed class PrinterStateEngineTests
{
    private const string FullReport = """
        {"print":{"command":"push_status","msg":0,"sequence_id":"7","gcode_state":"RUNNING","stg_cur":0,"mc_percent":42,
        "mc_remaining_time":17,
        "layer_num":21,"total_layer_num":50,"subtask_name":"cube ä","gcode_file":"cube.gcode.3mf","task_id":"410","subtask_id":"411",
        "project_id":"9","profile_id":"8","print_type":"cloud","nozzle_temper":219.5,"nozzle_target_temper":220,"bed_temper":60.1,
        "bed_target_temper":60,"chamber_temper":31,"cooling_fan_speed":"15","big_fan1_speed":"3","big_fan2_speed":"0",
        "heatbreak_fan_speed":"7",
        "spd_lvl":3,"spd_mag":124,"wifi_signal":"-45dBm","print_error":0,"hms":[{"attr":50332416,"code":65537}],
        "ams":{"tray_now":"1","ams":[
          {"id":"0","humidity":"2","temp":"24.5","tray":[
            {"id":"0","tray_type":"PLA","tray_color":"FFFFFFFF","tray_info_idx":"GFA00","remain":80,"nozzle_temp_min":"190",
            "nozzle_temp_max":"240"},
            {"id":"1","tray_type":"PETG","tray_color":"0086D6FF","tray_info_idx":"GFG00","remain":-1},
            {"id":"2"},{"id":"3","state":9}]},
          {"id":"1","humidity":"5","temp":"30","tray":[{"id":"0","tray_type":"ABS"}]}]},
        "lights_report":[{"node":"chamber_light","mode":"on"},{"node":"work_light","mode":"flashing"}],
        "something_new":{"deep":[1,{"a":null}]}}}
        """;

    [Fact]
    public void Given_a_full_report_when_it_comes_then_every_field_of_the_table_is_read()
    {
        Printer printer = new();

        Assert.Equal([Snapshot], printer.Hear(FullReport));

        BambuPrinterStatus status = printer.Status;
        Assert.Equal((BambuPrintState.Running, "RUNNING", BambuPrinterStage.Printing), (status.State, status.RawState, status.Stage));
        Assert.Equal((42, TimeSpan.FromMinutes(17), 21, 50), (status.Progress, status.RemainingTime, status.Layer, status.TotalLayers));
        Assert.Equal(("cube ä", "cube.gcode.3mf", "410", "411", "9", "8", "cloud"),
            (status.JobName, status.Job.GcodeFile, status.TaskId, status.Job.SubtaskId, status.Job.ProjectId, status.Job.ProfileId,
                status.Job.PrintType));
        Assert.Equal((219.5, 220, 60.1, 60, 31), (status.NozzleTemperature, status.NozzleTargetTemperature, status.BedTemperature,
            status.BedTargetTemperature, status.ChamberTemperature));
        Assert.Equal((100, 20, 0, 47), (status.Fans.Part, status.Fans.Auxiliary, status.Fans.Chamber, status.Fans.Heatbreak));
        Assert.Equal((BambuSpeedLevel.Sport, 124, -45, null),
            (status.SpeedLevel, status.SpeedPercent, status.Network.WifiSignal, status.PrintError));
        BambuHms hms = Assert.Single(status.Hms);
        Assert.Equal(("0300_0300_0001_0001", BambuHmsSeverity.Fatal, BambuHmsModule.MotionController),
            (hms.Code, hms.Severity, hms.Module));
        Assert.Equal([0, 1], status.Ams.Select(unit => unit.AmsId));
        Assert.Equal((2, 24.5, new BambuSlot { AmsId = 0, TrayId = 1 }),
            (status.Ams[0].HumidityIndex, status.Ams[0].Temperature, status.ActiveSlot));
        Assert.Equal([0, 1, 2, 3], status.Ams[0].Trays.Select(tray => tray.TrayId));
        Assert.Equal([false, false, true, false], status.Ams[0].Trays.Select(tray => tray.Empty));
        Assert.Equal(
            new BambuAmsTray
            {
                AmsId = 0,
                TrayId = 0,
                Empty = false,
                Material = "PLA",
                RawColor = "FFFFFFFF",
                FilamentId = "GFA00",
                Remaining = 80,
                NozzleTemperatureMin = 190,
                NozzleTemperatureMax = 240
            },
            status.Ams[0].Trays[0]);
        Assert.Null(status.Ams[0].Trays[1].Remaining);
        Assert.Equal("on,flashing", $"{status.Lights["chamber_light"]},{status.Lights["work_light"]}");
    }

    [Fact]
    public void Given_deltas_when_they_come_then_only_what_they_name_changes()
    {
        Printer printer = new(FullReport);
        BambuPrinterStatus before = printer.Status;

        Assert.Equal([FilamentChanged, LayerChanged, ProgressChanged], printer.Hear(Delta("""
            "mc_percent":43,"layer_num":22,"ams":{"ams":[{"id":"0","tray":[{"id":"1","remain":55},{"id":"0"}]},{"id":"1"}]}
            """)));

        BambuPrinterStatus after = printer.Status;
        Assert.Equal(before with { Progress = 43, Layer = 22, Ams = after.Ams }, after);
        Assert.Same(before.Hms, after.Hms);
        Assert.Equal(before.Ams[1], after.Ams[1]);
        Assert.Equal((2, 24.5), (after.Ams[0].HumidityIndex, after.Ams[0].Temperature));
        Assert.Equal(before.Ams[0].Trays[1] with { Remaining = 55 }, after.Ams[0].Trays[1]);
        Assert.Equal(new BambuAmsTray { AmsId = 0, TrayId = 0 }, after.Ams[0].Trays[0]);
        Assert.Equal(before.Ams[0].Trays[2], after.Ams[0].Trays[2]);
    }

    [Fact]
    public void Given_a_loaded_tray_when_it_is_compared_with_what_a_file_needs_then_material_and_colour_decide_however_written()
    {
        BambuFilament? loaded = new Printer(FullReport).Status.Ams[0].Trays[1].Filament;

        Assert.Equal(("PETG", "#0086D6", "GFG00", 0, 1),
            (loaded!.Material, loaded.Color, loaded.FilamentId, loaded.AmsId, loaded.Slot));
        Assert.Equal(new BambuFilament { Material = "petg", Color = "#0086d6", Grams = 12, Number = 3 }, loaded);
        Assert.NotEqual(new BambuFilament { Material = "PETG", Color = "#0086D7" }, loaded);
    }

    [Fact]
    public void Given_a_printer_that_forgets_its_print_when_it_says_so_by_an_id_of_0_and_an_empty_name_then_it_has_none()
    {
        Printer printer = new(FullReport);

        printer.Hear(Delta("""
            "gcode_state":"IDLE","task_id":"0","subtask_id":"","project_id":"0","profile_id":"0","subtask_name":"","gcode_file":""
            """));

        BambuPrinterStatus status = printer.Status;
        Assert.All([status.TaskId, status.Job.SubtaskId, status.Job.ProjectId, status.Job.ProfileId, status.JobName,
            status.Job.GcodeFile], Assert.Null);
        Assert.Equal("cloud", status.Job.PrintType);
    }

    [Fact]
    public void Given_a_print_that_somebody_cancelled_when_the_printer_says_that_it_failed_then_its_state_says_who_ended_it()
    {
        Printer printer = new(FullReport);

        Assert.Contains(PrintCancelled, printer.Hear(Delta("""
            "gcode_state":"FAILED","print_error":50348044
            """)));
        Assert.Equal((BambuPrintState.Cancelled, "FAILED"), (printer.Status.State, printer.Status.RawState));
        printer.Hear(Delta("""
            "print_error":0
            """));

        Assert.Equal((BambuPrintState.Cancelled, null), (printer.Status.State, printer.Status.PrintError));
    }

    [Fact]
    public void Given_a_delta_that_names_its_id_last_when_it_comes_then_it_merges_into_the_same_tray()
    {
        Printer printer = new(FullReport);

        printer.Hear(Delta("""
            "ams":{"ams":[{"tray":[{"tray_type":"TPU","id":1}],"id":0},{"id":1},{"no":"id"},7]}
            """));

        Assert.Equal(("TPU", "#0086D6"), (printer.Status.Ams[0].Trays[1].Material, printer.Status.Ams[0].Trays[1].Color));
        Assert.Equal(2, printer.Status.Ams.Count);
    }

    [Fact]
    public void Given_a_full_report_without_a_field_when_it_comes_then_what_was_known_of_it_is_gone()
    {
        Printer printer = new(FullReport);

        printer.Hear("""{"print":{"command":"push_status","gcode_state":"IDLE","hms":[]}}""");

        Assert.Equal((BambuPrintState.Idle, null, null), (printer.Status.State, printer.Status.Progress, printer.Status.JobName));
        Assert.Empty(printer.Status.Ams);
        Assert.Empty(printer.Status.Hms);
    }

    [Fact]
    public void Given_deltas_before_the_first_full_report_when_they_come_then_nothing_is_told_until_the_snapshot()
    {
        Printer printer = new();

        Assert.Empty(printer.Hear(Delta("\"mc_percent\":10")));
        Assert.Empty(printer.Hear(Delta("\"gcode_state\":\"RUNNING\"")));
        Assert.Equal([Snapshot], printer.Hear(FullReport));
    }

    [Fact]
    public void Given_health_messages_when_the_list_changes_then_it_is_replaced_as_a_whole_and_the_difference_is_told()
    {
        Printer printer = new(FullReport);

        List<BambuPrinterEvent> events = printer.Listen(Delta("""
            "hms":[{"attr":"117473280","code":"131073"},{"attr":50332416,"code":196609},{"attr":"x","code":1},null]
            """));

        Assert.Equal([ErrorCleared, ErrorRaised, ErrorRaised], events.Select(item => item.Type));
        Assert.Equal(["0300_0300_0001_0001", "0700_8000_0002_0001", "0300_0300_0003_0001"], events.Select(item => item.Hms!.Code));
        Assert.Equal((BambuHmsModule.Ams, BambuHmsSeverity.Serious), (events[1].Hms!.Module, events[1].Hms!.Severity));
        Assert.Empty(printer.Hear(Delta("""
            "hms":[{"attr":50332416,"code":196609},{"attr":117473280,"code":131073}]
            """)));
        Assert.Equal([ErrorCleared, ErrorCleared], printer.Hear(Delta("\"hms\":[]")));
        Assert.Empty(printer.Hear(Delta("\"hms\":null")));
    }

    [Fact]
    public void Given_numbers_as_strings_and_strings_as_numbers_when_they_come_then_they_are_read_alike()
    {
        Printer printer = new(FullReport);

        printer.Hear(Delta("""
            "mc_percent":"50","mc_remaining_time":"3","layer_num":"25","stg_cur":"4","nozzle_temper":"180.25","cooling_fan_speed":15,
            "spd_lvl":"4","spd_mag":"166","wifi_signal":-60,"print_error":"50348044","task_id":412,"subtask_name":7,"ams":{"tray_now":254}
            """));

        BambuPrinterStatus status = printer.Status;
        Assert.Equal((50, TimeSpan.FromMinutes(3), 25, BambuPrinterStage.ChangingFilament, 180.25),
            (status.Progress, status.RemainingTime, status.Layer, status.Stage, status.NozzleTemperature));
        Assert.Equal((100, BambuSpeedLevel.Ludicrous, 166, -60, "0300_400C"),
            (status.Fans.Part, status.SpeedLevel, status.SpeedPercent, status.Network.WifiSignal, status.PrintError));
        Assert.Equal(("412", "7", new BambuSlot { TrayId = 254 }), (status.TaskId, status.JobName, status.ActiveSlot));
    }

    [Fact]
    public void Given_values_of_a_wrong_kind_or_out_of_range_when_they_come_then_what_was_known_stays()
    {
        Printer printer = new(FullReport);
        BambuPrinterStatus before = printer.Status;

        Assert.Empty(printer.Hear(Delta("""
            "gcode_state":"","mc_percent":101,"mc_remaining_time":-4,"layer_num":null,"total_layer_num":{},"subtask_name":null,
            "stg_cur":[1],
            "nozzle_temper":"hot","bed_temper":"NaN","chamber_temper":1e999,"cooling_fan_speed":"99","wifi_signal":"strong",
            "print_error":-1,
            "hms":{},"ams":7,"lights_report":"on","device":null,"task_id":[]
            """)));

        Assert.Equal(before, printer.Status);
    }

    [Theory]
    [InlineData("255", BambuPrinterStage.Idle)]
    [InlineData("-1", BambuPrinterStage.Idle)]
    [InlineData("16", BambuPrinterStage.PausedByUser)]
    [InlineData("\"49\"", BambuPrinterStage.HeatingChamber)]
    [InlineData("777", (BambuPrinterStage)777)]
    public void Given_a_stage_when_it_comes_then_it_is_named_or_keeps_its_number(string json, BambuPrinterStage stage)
    {
        Printer printer = new(FullReport);

        Assert.Equal([StageChanged], printer.Hear(Delta($"\"stg_cur\":{json}")));

        Assert.Equal(stage, printer.Status.Stage);
    }

    [Fact]
    public void Given_a_printer_with_two_nozzles_when_it_reports_then_actual_and_target_temperatures_are_taken_apart()
    {
        Printer printer = new(FullReport);

        const int Nozzle = (220 * 65536) + 215;
        const int Chamber = (50 * 65536) + 44;
        printer.Hear(Delta($$"""
            "device":{"extruder":{"info":[{"id":1,"temp":{{Nozzle}} },{"id":0,"temp":"38"}]},"ctc":{"info":{"temp":{{Chamber}} } } }
            """));
        printer.Hear(Delta("""
            "device":{"extruder":{"info":[{"id":0,"temp":39},{"temp":1}]}}
            """));

        Assert.Equal(
            [
                new BambuNozzle { NozzleId = 0, Active = true, Temperature = 39, TargetTemperature = 0 },
                new BambuNozzle { NozzleId = 1, Temperature = 215, TargetTemperature = 220 },
            ],
            printer.Status.Nozzles);
        Assert.Equal((44, 50), (printer.Status.ChamberTemperature, printer.Status.ChamberTargetTemperature));
    }

    [Theory]
    [InlineData("""{"print":{"command":"pause","sequence_id":"3","result":"success","gcode_state":"IDLE"}}""")]
    [InlineData("""{"info":{"command":"get_version","module":[]}}""")]
    [InlineData("""{"system":{"command":"ledctrl"}}""")]
    [InlineData("""{"upgrade":{}, "mc_print":{"param":"x"}}""")]
    [InlineData("""{"event":{"event":"client.danced"}}""")]
    [InlineData("""{"event":"client.disconnected"}""")]
    [InlineData("""{"a kind to come":[1,2,3]}""")]
    [InlineData("""{"print":"push_status"}""")]
    [InlineData("""{}""")]
    public void Given_a_message_that_is_no_state_when_it_comes_then_nothing_changes(string report)
    {
        Printer printer = new(FullReport);
        PrinterState before = printer.State;

        Assert.Empty(printer.Hear(report));

        Assert.Same(before, printer.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Given_a_report_cut_at_any_byte_when_it_comes_then_nothing_is_thrown_and_nothing_changes(bool known)
    {
        Printer printer = known ? new Printer(FullReport.Replace("42", "41", StringComparison.Ordinal)) : new Printer();
        PrinterState before = printer.State;
        byte[] whole = Encoding.UTF8.GetBytes(FullReport.TrimEnd());

        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Empty(printer.Listen(whole.AsSpan(0, length)));
            Assert.Same(before, printer.State);
        }
        Assert.NotEmpty(printer.Listen(whole));
    }

    [Fact]
    [Trait(Fuzzing.Trait, "reports")]
    public void Given_a_report_with_any_byte_spoilt_when_it_comes_then_nothing_is_thrown_and_a_broken_one_changes_nothing()
    {
        byte[] whole = Encoding.UTF8.GetBytes(FullReport);
        byte[] spoilers = [0, 0x1B, (byte)'"', (byte)'{', (byte)']', (byte)'\\', (byte)'9', 0xC3, 0xFF];
        for (int place = 0; place < whole.Length; place++)
        {
            // Every place in every run, and each with every spoiler in the long one.
            foreach (byte spoilt in Fuzzing.Soak ? spoilers : [spoilers[place % spoilers.Length]])
            {
                Printer printer = new(FullReport);
                PrinterState before = printer.State;
                byte original = whole[place];
                whole[place] = spoilt;
                printer.Listen(whole);
                whole[place] = original;
                Assert.True(printer.LastKind != ReportKind.Broken || ReferenceEquals(before, printer.State));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[{\"print\":{}}]")]
    [InlineData("{\"print\":{\"command\":\"push_status\",\"msg\":1,\"mc_percent\":50}} and more")]
    [InlineData("{\"print\":{\"command\":\"push_status\",\"msg\":1,\"mc_percent\":50},}")]
    [InlineData("{\"print\":{\"command\":\"push_status\",\"msg\":1,\"subtask_name\":\"\\uD800\"}}")]
    [InlineData("{\"print\":{\"command\":\"push_status\",\"msg\":1,\"\\uD800\":1}}")]
    public void Given_a_payload_that_is_no_json_object_when_it_comes_then_it_is_broken_and_nothing_changes(string payload)
    {
        Printer printer = new(FullReport);
        PrinterState before = printer.State;

        Assert.Empty(printer.Hear(payload));

        Assert.Equal(ReportKind.Broken, printer.LastKind);
        Assert.Same(before, printer.State);
    }

    [Fact]
    public void Given_a_payload_nested_beyond_reason_when_it_comes_then_it_is_broken()
    {
        Printer printer = new(FullReport);

        Assert.Empty(printer.Hear("{\"print\":{\"device\":{\"ctc\":" + string.Concat(Enumerable.Repeat("{\"info\":", 5000))));

        Assert.Equal(ReportKind.Broken, printer.LastKind);
    }

    [Fact]
    public void Given_a_member_name_of_any_length_when_it_comes_then_it_is_skipped()
    {
        Printer printer = new(FullReport);

        foreach (int length in new[] { 31, 32, 33, 63, 64, 65, 5000 })
        {
            string name = new('n', length);
            Assert.Empty(printer.Hear(Delta($$"""
                "{{name}}":1,"ams":{"{{name}}":2,"ams":[{"id":0,"{{name}}":3},{"id":1}]},"device":{"{{name}}":[4]}
                """)));
            Assert.Equal(ReportKind.Delta, printer.LastKind);
        }
    }

    public static TheoryData<string, string[], BambuPrinterEventType[]> Stories => new()
    {
        {
            "a whole print", ["PREPARE@1", "RUNNING@1", "RUNNING@1", "FINISH@1", "FINISH@1", "IDLE@1"],
            [StateChanged, PrintStarted, StateChanged, StateChanged, PrintFinished, StateChanged]
        },
        { "paused and resumed", ["RUNNING@1", "PAUSE@1", "PAUSE@1", "RUNNING@1", "FINISH@1"],
            [StateChanged, PrintStarted, StateChanged, PrintPaused, StateChanged, PrintResumed, StateChanged, PrintFinished] },
        { "failed", ["RUNNING@1", "FAILED@1!50364419", "IDLE@1"],
            [StateChanged, PrintStarted, StateChanged, ErrorRaised, PrintFailed, StateChanged, ErrorCleared] },
        { "cancelled", ["RUNNING@1", "FAILED@1!50348044", "FAILED@1!50348044"],
            [StateChanged, PrintStarted, StateChanged, ErrorRaised, PrintCancelled] },
        { "cancelled while paused", ["RUNNING@1", "PAUSE@1", "FAILED@1!50348044"],
            [StateChanged, PrintStarted, StateChanged, PrintPaused, StateChanged, ErrorRaised, PrintCancelled] },
        { "another job without an idle between", ["RUNNING@1", "RUNNING@2", "FINISH@2"],
            [StateChanged, PrintStarted, PrintEnded, PrintStarted, StateChanged, PrintFinished] },
        { "the next job after a finish", ["RUNNING@1", "FINISH@1", "PREPARE@2", "FINISH@2"],
            [StateChanged, PrintStarted, StateChanged, PrintFinished, StateChanged, PrintStarted, StateChanged, PrintFinished] },
        { "the same job again", ["RUNNING@1", "FINISH@1", "RUNNING@1", "FINISH@1"],
            [StateChanged, PrintStarted, StateChanged, PrintFinished, StateChanged, PrintStarted, StateChanged, PrintFinished] },
        { "words that say nothing of the job", ["RUNNING@1", "UNKNOWN@1", "DANCING@1", "INIT@1", "RUNNING@1", "FINISH@1"],
            [StateChanged, PrintStarted, StateChanged, StateChanged, StateChanged, StateChanged, PrintFinished] },
        { "the job's id comes late", ["PREPARE", "RUNNING@1", "FINISH@1"],
            [StateChanged, PrintStarted, StateChanged, StateChanged, PrintFinished] },
        { "idle without a word on the end", ["RUNNING@1", "IDLE@1"], [StateChanged, PrintStarted, StateChanged] },
        { "a local print without ids", ["RUNNING@0", "PAUSE@0", "RUNNING@0", "FINISH@0"],
            [StateChanged, PrintStarted, StateChanged, PrintPaused, StateChanged, PrintResumed, StateChanged, PrintFinished] },
        { "nothing at all", ["IDLE", "IDLE@0", ""], [] },
        { "an empty word", ["RUNNING@1", "", "FINISH@1"], [StateChanged, PrintStarted, StateChanged, PrintFinished] },
    };

    /// <summary>A step is <c>state@task!error</c>; it is told by a printer that sends deltas and by one that sends everything.</summary>
    [Theory]
    [MemberData(nameof(Stories))]
    public void Given_a_printer_that_goes_through_a_print_when_it_reports_step_by_step_then_each_transition_is_told_once_and_in_order(
        string story, string[] steps, BambuPrinterEventType[] expected)
    {
        foreach (bool deltas in new[] { true, false })
        {
            Printer printer = new("""{"print":{"command":"push_status","gcode_state":"IDLE","print_error":0}}""");
            List<BambuPrinterEventType> told = [];
            foreach (string step in steps)
            {
                string[] error = step.Split('!');
                string[] job = error[0].Split('@');
                string task = job.Length > 1 ? $",\"task_id\":\"{job[1]}\"" : "";
                string errorNumber = error.Length > 1 ? error[1] : "0";
                told.AddRange(printer
                    .Hear(
                        $$$"""
                            {"print":{"command":"push_status","msg":{{{(deltas ? 1 : 0)}}},"gcode_state":"{{{job[0]}}}",
                            "print_error":{{{errorNumber}}}{{{task}}}}}
                            """));
            }
            Assert.True(expected.SequenceEqual(told), $"{story}, deltas: {deltas}: {string.Join(", ", told)}");
        }
    }

    [Fact]
    public void Given_a_job_that_was_done_to_the_last_percent_when_another_follows_at_once_then_it_has_finished()
    {
        Printer printer = new(FullReport);
        printer.Hear(Delta("\"mc_percent\":100"));

        Assert.Equal([PrintFinished, PrintStarted, ProgressChanged], printer.Hear(Delta("\"task_id\":\"500\",\"mc_percent\":0")));
    }

    [Fact]
    public void Given_a_job_that_another_follows_at_once_when_its_end_is_told_then_it_is_with_its_own_last_state()
    {
        Printer printer = new(FullReport);

        List<BambuPrinterEvent> events = printer.Listen(Delta("\"gcode_state\":\"PREPARE\",\"task_id\":\"500\",\"subtask_name\":\"ball\""));

        Assert.Equal([StateChanged, StageChanged, PrintEnded, PrintStarted], events.Select(item => item.Type));
        Assert.Equal([("500", "ball"), ("500", "ball"), ("410", "cube ä"), ("500", "ball")],
            events.Select(item => (item.Status!.TaskId!, item.Status.JobName!)));
    }

    [Fact]
    public void Given_a_snapshot_of_a_print_that_is_over_when_the_same_is_reported_again_then_its_end_is_not_told()
    {
        foreach (string state in new[] { "FINISH", "FAILED", "IDLE" })
        {
            Printer printer = new(FullReport.Replace("RUNNING", state, StringComparison.Ordinal));

            Assert.Empty(printer.Hear(Delta($"\"gcode_state\":\"{state}\"")));
        }
    }

    [Fact]
    public void Given_a_printer_that_leaves_and_comes_when_the_cloud_or_its_reports_say_so_then_each_is_told_once()
    {
        const string Left = """{"event":{"event":"client.disconnected"}}""";
        const string Came = """{"event":{"event":"client.connected"}}""";
        Printer printer = new(FullReport);

        Assert.Empty(printer.Hear(Came));
        Assert.Equal([PrinterOffline], printer.Hear(Left));
        Assert.Empty(printer.Hear(Left));
        Assert.Equal([PrinterOnline], printer.Hear(Came));
        Assert.Equal([PrinterOffline], printer.Hear(Left));
        Assert.Equal([PrinterOnline, ProgressChanged], printer.Hear(Delta("\"mc_percent\":43")));
        Assert.Equal([PrinterOnline, Snapshot], new Printer(online: false).Hear(FullReport));
    }

    public static TheoryData<string, BambuPrinterEventType[]> Recoveries => new()
    {
        { FullReport, [] },
        { FullReport.Replace("RUNNING", "FINISH", StringComparison.Ordinal), [StateChanged, StageChanged, PrintFinished] },
        { FullReport.Replace("RUNNING", "PAUSE", StringComparison.Ordinal), [StateChanged, StageChanged, PrintPaused] },
        { FullReport.Replace("RUNNING", "FAILED", StringComparison.Ordinal).Replace("\"print_error\":0", "\"print_error\":50348044",
            StringComparison.Ordinal), [StateChanged, StageChanged, ErrorRaised, PrintCancelled] },
        { FullReport.Replace("\"410\"", "\"500\"", StringComparison.Ordinal), [PrintEnded, PrintStarted] },
        { FullReport.Replace("\"410\"", "\"500\"", StringComparison.Ordinal).Replace("RUNNING", "FINISH", StringComparison.Ordinal),
            [StateChanged, StageChanged, PrintEnded, PrintStarted] },
    };

    [Theory]
    [MemberData(nameof(Recoveries))]
    public void Given_a_connection_that_was_interrupted_when_the_next_full_report_comes_then_what_was_missed_is_told_as_recovered(
        string report, BambuPrinterEventType[] expected)
    {
        Printer printer = new(FullReport);
        printer.Interrupt();

        List<BambuPrinterEvent> events = printer.Listen(report);

        Assert.Equal(expected, events.Select(item => item.Type));
        Assert.All(events, item => Assert.True(item.Recovered));
        Assert.All(printer.Listen(Delta("\"mc_percent\":99")), item => Assert.False(item.Recovered));
    }

    [Fact]
    public void Given_an_end_that_was_missed_when_a_delta_shows_the_next_print_then_the_end_is_recovered_and_the_start_is_heard()
    {
        Printer printer = new(FullReport);
        printer.Interrupt();

        List<BambuPrinterEvent> events = printer.Listen(Delta("\"gcode_state\":\"PREPARE\",\"task_id\":\"500\""));

        Assert.True(Assert.Single(events, item => item.Type == PrintEnded).Recovered);
        Assert.False(Assert.Single(events, item => item.Type == PrintStarted).Recovered);
    }

    [Fact]
    public void Given_an_end_that_was_missed_when_the_ids_of_the_next_print_come_late_then_the_end_is_recovered_all_the_same()
    {
        PrinterStory printer = new PrinterStory().Take("R", "gap", "full{\"task_id\":\"0\",\"subtask_id\":\"0\",\"mc_percent\":0}", "3s",
            "{\"task_id\":\"500\",\"subtask_id\":\"501\"}");

        Assert.True(Assert.Single(printer.Told, item => item.Type == PrintEnded).Recovered);
        Assert.False(Assert.Single(printer.Told, item => item.Type == PrintStarted).Recovered);
    }

    [Fact]
    public void Given_a_failure_that_was_missed_when_no_code_comes_then_its_end_is_recovered()
    {
        PrinterStory printer = new PrinterStory().Take("R", "gap", "full{\"gcode_state\":\"FAILED\"}", "3s");

        Assert.True(Assert.Single(printer.Told, item => item.Type == PrintEnded).Recovered);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UNKNOWN")]
    [InlineData("INIT")]
    public void Given_a_reconnect_when_the_printer_knows_the_next_job_and_no_word_for_it_yet_then_its_start_is_told_when_it_begins(
        string word)
    {
        string finished = FullReport.Replace("RUNNING", "FINISH", StringComparison.Ordinal);
        Printer printer = new(finished);
        printer.Interrupt();

        Assert.DoesNotContain(printer.Hear(finished.Replace("FINISH", word, StringComparison.Ordinal).Replace("\"410\"", "\"500\"",
            StringComparison.Ordinal)), type => type is PrintStarted or PrintFinished);
        Assert.Single(printer.Hear(Delta("\"gcode_state\":\"RUNNING\"")), PrintStarted);
        Assert.Single(printer.Hear(Delta("\"gcode_state\":\"FINISH\"")), PrintFinished);
    }

    [Fact]
    public void Given_a_report_when_it_comes_in_the_hour_that_clocks_show_twice_then_each_time_that_leaves_is_the_same_moment()
    {
        Printer printer = new() { Now = new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero) };

        BambuPrinterEvent item = Assert.Single(printer.Listen(FullReport));

        Assert.Equal((DateTimeKind.Local, printer.Now.UtcDateTime), (item.Timestamp.Kind, item.Timestamp.ToUniversalTime()));
        Assert.Equal((DateTimeKind.Local, printer.Now.UtcDateTime),
            (item.Status!.LastSeen!.Value.Kind, item.Status.LastSeen.Value.ToUniversalTime()));
    }

    [Fact]
    public void Given_a_report_that_says_what_is_known_when_it_comes_then_lists_and_texts_are_the_same_objects()
    {
        Printer printer = new(FullReport);
        BambuPrinterStatus before = printer.Status;

        Assert.Empty(printer.Hear(FullReport));

        BambuPrinterStatus after = printer.Status;
        Assert.Same(before.Ams, after.Ams);
        Assert.Same(before.Hms, after.Hms);
        Assert.Same(before.Lights, after.Lights);
        Assert.Same(before.JobName, after.JobName);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Given_an_ams_that_changed_in_one_tray_when_it_is_reported_whole_then_the_other_trays_are_the_same_objects()
    {
        Printer printer = new(FullReport);
        BambuPrinterStatus before = printer.Status;

        printer.Hear(FullReport.Replace("PETG", "PCTG", StringComparison.Ordinal));

        Assert.NotSame(before.Ams, printer.Status.Ams);
        Assert.Same(before.Ams[1], printer.Status.Ams[1]);
        Assert.Same(before.Ams[0].Trays[0], printer.Status.Ams[0].Trays[0]);
        Assert.Equal("PCTG", printer.Status.Ams[0].Trays[1].Material);
    }

    [Theory]
    [InlineData("Ams")]
    [InlineData("Hms")]
    [InlineData("Nozzles")]
    [InlineData("Lights")]
    public void Given_a_state_that_left_when_somebody_tries_to_change_its_lists_then_they_refuse(string list)
    {
        Printer printer = new(FullReport.Replace(
            "\"something_new\":{", "\"device\":{\"extruder\":{\"info\":[{\"id\":0,\"temp\":39}]}},\"something_new\":{",
                StringComparison.Ordinal));
        object held = typeof(BambuPrinterStatus).GetProperty(list)!.GetValue(printer.Status)!;

        if (held is System.Collections.IDictionary byName)
        {
            Assert.Throws<NotSupportedException>(byName.Clear);
            Assert.Throws<NotSupportedException>(() => byName["chamber_light"] = "off");
        }
        else
        {
            System.Collections.IList items = Assert.IsAssignableFrom<System.Collections.IList>(held);
            Assert.NotEmpty(items);
            Assert.Throws<NotSupportedException>(items.Clear);
            Assert.Throws<NotSupportedException>(() => items[0] = null);
        }
        Assert.DoesNotContain(held.GetType().GetProperties(), property => property.SetMethod?.IsPublic == true
            && property.GetIndexParameters().Length == 0);
    }

    [Fact]
    public void Given_a_secret_in_a_report_when_it_is_read_then_it_is_in_no_text_that_leaves()
    {
        PrinterStateEngine engine = new(new Redaction(["0123456789abcdef"]));
        List<BambuPrinterEvent> events = [];

        PrinterState state = engine.Apply(
            PrinterState.Of("00M00A000000001", online: true),
            Encoding.UTF8.GetBytes(FullReport.Replace("cube", "0123456789abcdef", StringComparison.Ordinal)), Printer.Time, events, out _,
                out _);
        engine.Apply(
            state, """{"print":{"command":"pause","result":"fail","reason":"no 0123456789abcdef"}}"""u8, Printer.Time, events, out _,
                out PrinterAnswer? answer);

        Assert.Equal(("*** ä", "***.gcode.3mf", "no ***"), (state.Status.JobName, state.Status.Job.GcodeFile, answer!.Reason));
    }

    [Fact]
    public void Given_events_when_they_are_told_then_each_holds_printer_time_and_the_state_after_it()
    {
        Printer printer = new(FullReport);

        BambuPrinterEvent item = Assert.Single(printer.Listen(Delta("\"mc_percent\":43")));

        Assert.Equal((Printer.Id, Printer.Time.LocalDateTime, 43), (item.DeviceId, item.Timestamp, item.Status!.Progress));
        Assert.Same(printer.Status, item.Status);
    }

    private static string Delta(string members) => $$$"""{"print":{ {{{members}}},"command":"push_status","msg":1}}""";

    /// <summary>A printer's state and what is told of it.</summary>
    private sealed class Printer
    {
        public const string Id = "00M00A000000001";
        public static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        private static readonly PrinterStateEngine Engine = new(Redaction.OfNone);

        public Printer(bool online = true) => State = PrinterState.Of(Id, online);

        public Printer(string fullReport) : this() => Assert.Equal([Snapshot], Hear(fullReport));

        /// <summary>When reports come.</summary>
        public DateTimeOffset Now { get; set; } = Time;

        public PrinterState State { get; private set; }

        public ReportKind LastKind { get; private set; }

        public BambuPrinterStatus Status => State.Status;

        public void Interrupt() => State = State with { Interrupted = true };

        public IEnumerable<BambuPrinterEventType> Hear(string report) => Listen(report).Select(item => item.Type);

        public List<BambuPrinterEvent> Listen(string report) => Listen(Encoding.UTF8.GetBytes(report));

        public List<BambuPrinterEvent> Listen(ReadOnlySpan<byte> report)
        {
            List<BambuPrinterEvent> events = [];
            State = Engine.Apply(State, report, Now, events, out ReportKind kind, out _);
            LastKind = kind;
            return events;
        }
    }
}
