using System.Net;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>Figures, AMS units and spools as real printers report them: the field's cases A1 to A8 and S1 to S12.</summary>
public sealed class ReportFigureTests
{
    private const string A1 = "03900A000000001";
    private const string X1 = "00M00A000000001";
    private const string H2D = "09400A000000001";

    private const string TwoUnits = """
        {"ams":{"ams":[{"id":"0","tray":[{"id":"0","tray_type":"PLA","tray_color":"FFFFFFFF","tray_info_idx":"GFA00"},
        {"id":"1","tray_type":"PETG","tray_color":"000000FF","tray_info_idx":"GFG00"},{"id":"2","tray_type":"ABS"},{"id":"3"}]},
        {"id":"1","tray":[{"id":"0","tray_type":"PA"},{"id":"1"},{"id":"2"},{"id":"3","tray_type":"TPU","tray_info_idx":"GFU00"}]}],
        "ams_exist_bits":"3","tray_exist_bits":"97"}}
        """;

    [Fact]
    public void Given_A1_humidity_of_an_AMS_when_it_is_reported_then_the_index_runs_from_dry_to_wet_and_the_percentage_is_there()
    {
        PrinterStory printer = new PrinterStory().Take("R", """
            {"ams":{"ams":[{"id":"0","humidity":"5","humidity_raw":"17","temp":"30.1","info":"1001","tray":[]},
            {"id":"128","humidity":"0","humidity_raw":"24","temp":"31","info":"2004","tray":[]}]}}
            """);

        BambuAms[] units = [.. printer.Status.Ams];
        Assert.Equal((5, 'A', 17, 30.1, BambuAmsModel.Ams),
            (units[0].HumidityIndex, units[0].HumidityLevel, units[0].Humidity, units[0].Temperature, units[0].Model));
        Assert.Equal((128, null, null, 24, BambuAmsModel.AmsHt),
            (units[1].AmsId, units[1].HumidityIndex, units[1].HumidityLevel, units[1].Humidity, units[1].Model));
    }

    [Theory]
    [InlineData(259, 1, 3)]
    [InlineData(3, 0, 3)]
    [InlineData(32768, 128, 0)]
    [InlineData(65280, null, 255)]
    [InlineData(65024, null, 254)]
    public void Given_A2_two_nozzles_when_the_active_one_says_its_slot_then_that_is_where_the_filament_comes_from(int now, int? unit,
        int tray)
    {
        PrinterStory printer = new PrinterStory(H2D).Take("R", $$$"""
            {"ams":{"tray_now":"3"},"device":{"extruder":{"state":2,"info":[{"id":0,"snow":{{{now}}}},{"id":1,"snow":65279}]} } }
            """);

        Assert.Equal((unit, tray), (printer.Status.ActiveSlot!.AmsId, printer.Status.ActiveSlot.TrayId));
        Assert.Equal([true, false], printer.Status.Nozzles.Select(nozzle => nozzle.Active));
        Assert.Null(printer.Status.Nozzles[1].Slot);
        Assert.Null(printer.Take("""{"device":{"extruder":{"state":18}}}""").Status.ActiveSlot);
    }

    [Fact]
    public void Given_A2_a_nozzle_that_takes_another_slot_when_it_reports_then_that_is_a_change_of_filament()
    {
        PrinterStory printer = new PrinterStory(H2D).Take("R", TwoUnits,
            """{"device":{"extruder":{"state":2,"info":[{"id":0,"snow":259},{"id":1,"snow":65279}]}}}""");
        printer.Told.Clear();

        printer.Take("""{"device":{"extruder":{"info":[{"id":0,"snow":3}]}}}""", """{"ams":{"tray_now":"1"}}""");

        BambuPrinterEvent told = Assert.Single(printer.Told);
        Assert.Equal((FilamentChanged, 0, 3), (told.Type, told.AmsId, told.Tray!.TrayId));
    }

    [Theory]
    [InlineData("128", 128, 0)]
    [InlineData("6", 1, 2)]
    [InlineData("254", null, 254)]
    [InlineData("255", null, null)]
    public void Given_A3_a_printer_without_slots_of_nozzles_when_it_says_its_tray_then_that_is_unit_and_slot(string now, int? unit,
        int? tray)
    {
        PrinterStory printer = new PrinterStory().Take("R", $$$"""
            {"ams":{"ams":[{"id":"0","tray":[]},{"id":"1","tray":[]},{"id":"128","tray":[{"id":"0","tray_type":"PA-CF"}]}],
            "tray_now":"{{{now}}}"}}
            """);

        Assert.Equal((unit, tray), (printer.Status.ActiveSlot?.AmsId, printer.Status.ActiveSlot?.TrayId));
    }

    [Fact]
    public void Given_A3_the_unit_of_an_A2L_when_it_says_its_tray_then_it_is_the_slot_in_that_unit()
    {
        PrinterStory printer = new PrinterStory().Take("R", """
            {"ams":{"ams":[{"id":"16","info":"30001005","tray":[{"id":"0"},{"id":"1","state":3,"tray_type":"PETG"}]}],
            "tray_exist_bits":"2000000","tray_now":"1"}}
            """);

        Assert.Equal(new BambuSlot { AmsId = 16, TrayId = 1 }, printer.Status.ActiveSlot);
        Assert.Equal((BambuAmsModel.AmsLite, true, false),
            (printer.Status.Ams[0].Model, printer.Status.Ams[0].Trays[0].Empty, printer.Status.Ams[0].Trays[1].Empty));
    }

    [Theory]
    [InlineData("""{"ams":{"ams":[{"id":"0","temp":"25"}],"ams_exist_bits":"1","tray_exist_bits":"7"}}""", new[] { 0 }, new[] { 1 })]
    [InlineData("""{"ams":{"ams":[],"ams_exist_bits":"0","tray_exist_bits":"0"}}""", new int[0], new[] { 0, 1 })]
    public void Given_A4_units_when_one_is_not_listed_any_more_then_it_is_gone_and_that_is_told(string report, int[] left, int[] gone)
    {
        PrinterStory printer = new PrinterStory().Take("R", TwoUnits);
        printer.Told.Clear();

        printer.Take(report);

        Assert.Equal(left, printer.Status.Ams.Select(unit => unit.AmsId));
        Assert.Equal(gone, printer.Told.Where(item => item.Type == AmsDisconnected).Select(item => item.AmsId!.Value));
        printer.Told.Clear();
        Assert.Contains(printer.Take(TwoUnits).Told, item => item is { Type: AmsConnected, AmsId: 1 });
    }

    [Fact]
    public void Given_A5_a_spool_when_its_bit_is_clear_then_its_slot_is_empty()
    {
        PrinterStory printer = new PrinterStory().Take("R", TwoUnits);
        printer.Told.Clear();

        printer.Take("""{"ams":{"tray_exist_bits":"96"}}""");

        BambuAmsTray tray = printer.Status.Ams[0].Trays[0];
        Assert.Equal((true, null, null), (tray.Empty, tray.Material, tray.FilamentId));
        Assert.Equal((FilamentChanged, 0, 0), Assert.Single(printer.Told) is var told ? (told.Type, told.AmsId, told.Tray!.TrayId)
            : default);
        Assert.False(printer.Status.Ams[0].Trays[1].Empty);
    }

    [Fact]
    public void Given_A6_a_slot_when_its_bit_is_set_and_nobody_described_the_spool_then_it_is_there_without_figures()
    {
        PrinterStory printer = new PrinterStory().Take("R", TwoUnits);
        printer.Told.Clear();

        printer.Take("""{"ams":{"ams":[{"id":"0","tray":[{"id":"3","state":11}]},{"id":"1"}],"tray_exist_bits":"9f"}}""");

        Assert.Equal(new BambuAmsTray { AmsId = 0, TrayId = 3, Empty = false }, printer.Status.Ams[0].Trays[3]);
        Assert.Equal("PLA", printer.Status.Ams[0].Trays[0].Material);
        Assert.Equal([FilamentChanged], printer.Told.Select(item => item.Type));
    }

    [Fact]
    public void Given_A6_a_spool_when_only_its_state_is_said_then_it_stays()
    {
        PrinterStory printer = new PrinterStory().Take("R", TwoUnits);
        printer.Told.Clear();

        printer.Take("""{"ams":{"ams":[{"id":"0","tray":[{"id":"0","state":11}]},{"id":"1"}]}}""");

        Assert.Equal("PLA", printer.Status.Ams[0].Trays[0].Material);
        Assert.Empty(printer.Told);
    }

    [Theory]
    [InlineData("96", true)]
    [InlineData("97", false)]
    public void Given_A7_a_tray_with_empty_texts_when_it_is_reported_then_its_bit_decides_whether_a_spool_is_there(string bits, bool empty)
    {
        PrinterStory printer = new PrinterStory().Take("R", TwoUnits, $$$"""
            {"ams":{"ams":[{"id":"0","tray":[{"id":"0","tray_type":"","tray_color":"","tray_info_idx":"","remain":0,
            "tag_uid":"0000000000000000"}]},
            {"id":"1"}],"tray_exist_bits":"{{{bits}}}"}}
            """);

        Assert.Equal(new BambuAmsTray { AmsId = 0, TrayId = 0, Empty = empty }, printer.Status.Ams[0].Trays[0]);
    }

    [Theory]
    [InlineData("96", true)]
    [InlineData("97", false)]
    public void Given_A7_a_tray_with_empty_texts_when_a_delta_has_no_bits_then_the_last_ones_hold(string bits, bool empty)
    {
        PrinterStory printer = new PrinterStory().Take("R", TwoUnits, $$$"""{"ams":{"tray_exist_bits":"{{{bits}}}"}}""");
        printer.Told.Clear();

        printer.Take("""
            {"ams":{"ams":[{"id":"0","tray":[{"id":"0","tray_type":"","tray_color":"","tray_info_idx":"","remain":0,
            "tag_uid":"0000000000000000"}]},{"id":"1"}]}}
            """);

        Assert.Equal(new BambuAmsTray { AmsId = 0, TrayId = 0, Empty = empty }, printer.Status.Ams[0].Trays[0]);
        Assert.Equal(empty ? 0 : 1, printer.Told.Count(item => item.Type == FilamentChanged));
    }

    [Theory]
    [InlineData("""{"id":"0"}""", true)]
    [InlineData("""{"id":"0","tray_type":"","remain":0}""", false)]
    [InlineData("""{"id":"0","state":10,"tray_type":"PLA"}""", true)]
    [InlineData("""{"id":"0","state":11}""", false)]
    [InlineData("""{"id":"0","tray_type":"PLA"}""", false)]
    public void Given_A7_a_printer_that_says_no_bits_at_all_when_a_tray_is_reported_then_only_one_of_nothing_but_its_number_is_empty(
        string tray, bool empty)
    {
        PrinterStory printer = new PrinterStory().Take("R", $$$"""{"ams":{"ams":[{"id":"0","tray":[{{{tray}}}]}]}}""");

        Assert.Equal(empty, printer.Status.Ams[0].Trays[0].Empty);
    }

    [Fact]
    public void Given_A6_a_spool_when_a_delta_says_that_its_state_is_gone_then_only_the_bits_take_it_away()
    {
        PrinterStory printer = new PrinterStory().Take("R", TwoUnits);

        printer.Take("""{"ams":{"ams":[{"id":"0","tray":[{"id":"0","state":10}]},{"id":"1"}]}}""");
        Assert.Equal("PLA", printer.Status.Ams[0].Trays[0].Material);

        printer.Take("""{"ams":{"tray_exist_bits":"96"}}""");
        Assert.True(printer.Status.Ams[0].Trays[0].Empty);
    }

    [Fact]
    public void Given_an_AMS_HT_that_is_alone_when_it_sets_the_bits_of_another_unit_then_what_it_describes_is_there()
    {
        PrinterStory printer = new PrinterStory().Take("R",
            """{"ams":{"ams":[{"id":"128","tray":[{"id":"0","tray_type":"PA-CF"}]}],"tray_exist_bits":"f"}}""");

        Assert.False(printer.Status.Ams[0].Trays[0].Empty);
    }

    [Fact]
    public void Given_an_AMS_that_changes_its_spool_when_layer_and_progress_change_meanwhile_then_it_is_told_when_it_prints_on()
    {
        PrinterStory printer = new PrinterStory().Take("R", """{"gcode_state":"IDLE"}""");
        printer.Told.Clear();

        printer.Take("""{"layer_num":11,"mc_percent":55}""");
        Assert.Empty(printer.Told);

        printer.Take("""{"gcode_state":"RUNNING"}""", """{"layer_num":12,"mc_percent":60}""");
        Assert.Equal([StateChanged, StageChanged, LayerChanged, ProgressChanged], printer.Told.Select(told => told.Type));
    }

    [Fact]
    public void Given_A8_external_spools_when_they_are_reported_then_they_are_there_and_their_changes_are_told()
    {
        PrinterStory one = new PrinterStory().Take("R",
            """{"vt_tray":{"id":"254","tray_type":"PLA","tray_color":"161616FF","tray_info_idx":"GFL99"}}""");
        PrinterStory two = new PrinterStory(H2D).Take("R", """
            {"vir_slot":[{"id":"254","tray_type":"","tray_color":"00000000"},{"id":"255","tray_type":"PETG","tray_info_idx":"GFG00"}]}
            """);
        two.Told.Clear();

        Assert.Equal((254, "PLA", "#161616", "GFL99"), one.Status.ExternalSpools is [var spool]
            ? (spool.TrayId, spool.Material, spool.Color, spool.FilamentId) : default);
        Assert.Equal([(254, true), (255, false)], two.Status.ExternalSpools.Select(slot => (slot.TrayId, slot.Empty)));
        two.Take("""{"vir_slot":[{"id":"254","tray_type":"PLA"},{"id":"255","tray_type":"PETG","tray_info_idx":"GFG00"}]}""");
        Assert.Equal((FilamentChanged, null, 254), Assert.Single(two.Told) is var told ? (told.Type, told.AmsId, told.Tray!.TrayId)
            : default);
    }

    [Theory]
    [InlineData("\"remain\":0", null)]
    [InlineData("\"remain\":0,\"tray_uuid\":\"00000000000000000000000000000000\",\"tag_uid\":\"0000000000000000\"", null)]
    [InlineData("\"remain\":0,\"tray_uuid\":\"5F3D8925633343C29FB9A97FA9125971\"", 0)]
    [InlineData("\"remain\":40", 40)]
    public void Given_an_external_spool_when_it_says_that_nothing_is_left_then_that_counts_only_with_a_tag(string said, int? remaining)
    {
        PrinterStory printer = new PrinterStory().Take("R", $$$"""{"vt_tray":{"id":"254","tray_type":"PLA",{{{said}}}}}""");

        Assert.Equal(remaining, Assert.Single(printer.Status.ExternalSpools).Remaining);
    }

    [Fact]
    public void Given_a_spool_with_a_tag_when_it_is_reported_then_its_identity_and_what_is_left_are_there()
    {
        PrinterStory printer = new PrinterStory().Take("R", """
            {"ams":{"ams":[{"id":"0","dry_time":583,"dry_setting":{"dry_temperature":65,"dry_duration":12,"dry_filament":"PA"},
            "info":"1003",
            "tray":[{"id":"0","tray_type":"PLA","tray_sub_brands":"PLA Matte","tray_uuid":"5F3D8925633343C29FB9A97FA9125971",
            "tag_uid":"DE6CF07300000100","remain":93,"tray_weight":"1000","cols":["000000FF","FFFFFFFF"],"drying_temp":"55",
            "drying_time":"8","k":0.02}]}],
            "tray_exist_bits":"1"}}
            """);

        BambuAms unit = printer.Status.Ams[0];
        Assert.Equal((BambuAmsModel.Ams2Pro, TimeSpan.FromMinutes(583), 65, TimeSpan.FromHours(12), "PA"),
            (unit.Model, unit.DryingRemainingTime, unit.DryingTemperature, unit.DryingDuration, unit.DryingFilament));
        BambuAmsTray tray = unit.Trays[0];
        Assert.Equal(("PLA Matte", "5F3D8925633343C29FB9A97FA9125971", "DE6CF07300000100"), (tray.Brand, tray.SpoolId, tray.TagId));
        Assert.Equal((93, 1000, 930, 55, TimeSpan.FromHours(8), 0.02),
            (tray.Remaining, tray.SpoolGrams, tray.RemainingGrams, tray.DryingTemperature, tray.DryingTime, tray.PressureAdvance));
        Assert.Equal(["#000000", "#FFFFFF"], tray.Colors);
    }

    [Fact]
    public void Given_an_AMS_that_dries_when_it_begins_and_ends_then_each_is_told_once()
    {
        PrinterStory printer = new PrinterStory().Take("I", """{"ams":{"ams":[{"id":"0","dry_time":0}]}}""");
        printer.Told.Clear();

        foreach (int minutes in new[] { 480, 479, 0, 0 })
        {
            printer.Take($$$"""{"ams":{"ams":[{"id":"0","dry_time":{{{minutes}}}}]}}""");
        }

        Assert.Equal([(DryingStarted, 0), (DryingFinished, 0)], printer.Told.Select(item => (item.Type, item.AmsId!.Value)));
    }

    [Fact]
    public void Given_S1_two_nozzles_when_they_are_reported_then_the_temperature_is_that_of_the_active_one()
    {
        PrinterStory printer = new PrinterStory(H2D).Take("R", """
            {"nozzle_temper":40,"nozzle_target_temper":0,"device":{"extruder":{"state":2,"info":[{"id":0,"temp":14745864},{"id":1,
            "temp":40}]},
            "nozzle":{"info":[{"id":0,"diameter":0.4,"type":"HH01","wear":3},{"id":1,"diameter":0.6,"type":"HS00"},{"id":16,"diameter":0.2,
            "type":"HS00"}]}}}
            """);

        Assert.Equal((264, 225, 0.4, "HH01"), (printer.Status.NozzleTemperature, printer.Status.NozzleTargetTemperature,
            printer.Status.NozzleDiameter, printer.Status.NozzleType));
        Assert.Equal([(0, 264, 0.4, "HH01"), (1, 40, 0.6, "HS00"), (16, null, 0.2, "HS00")],
            printer.Status.Nozzles.Select(nozzle => (nozzle.NozzleId, nozzle.Temperature, nozzle.Diameter, nozzle.Type)));
        printer.Take("""{"device":{"extruder":{"state":18}},"nozzle_temper":264}""");
        Assert.Equal((40, 0, 0.6),
            (printer.Status.NozzleTemperature, printer.Status.NozzleTargetTemperature, printer.Status.NozzleDiameter));
    }

    [Theory]
    [InlineData(X1, "\"chamber_temper\":3932220", 60.0, 60.0)]
    [InlineData(X1, "\"chamber_temper\":5", 5.0, null)]
    [InlineData("01P00A000000001", "\"chamber_temper\":5", null, null)]
    [InlineData(A1, "\"chamber_temper\":5", null, null)]
    [InlineData(A1, "\"chamber_temper\":24", null, null)]
    [InlineData("01P00A000000001", "\"chamber_temper\":5.0,\"ctt\":0", null, null)]
    [InlineData("01P00A000000001", "\"chamber_temper\":3932220", null, null)]
    [InlineData("01P00A000000001", "\"device\":{\"ctc\":{\"info\":{\"temp\":47}}}", null, null)]
    [InlineData(X1, "\"chamber_temper\":38,\"ctt\":45", 38.0, 45.0)]
    [InlineData(H2D, "\"device\":{\"ctc\":{\"info\":{\"temp\":3932220}}}", 60.0, 60.0)]
    [InlineData(H2D, "\"device\":{\"ctc\":{\"info\":{\"temp\":47}}}", 47.0, 0.0)]
    public void Given_S2_a_chamber_when_it_is_reported_then_it_is_unpacked_and_no_sensor_is_no_temperature(
        string deviceId, string members, double? actual, double? target)
    {
        PrinterStory printer = new PrinterStory(deviceId).Take("R", $"{{{members}}}");

        Assert.Equal((actual, target), (printer.Status.ChamberTemperature, printer.Status.ChamberTargetTemperature));
    }

    [Fact]
    public void Given_a_bed_that_only_the_device_tells_when_it_is_reported_then_it_is_unpacked()
    {
        PrinterStory printer = new PrinterStory(H2D).Take("R", """{"device":{"bed_temp":4587590}}""");

        Assert.Equal((70, 70), (printer.Status.BedTemperature, printer.Status.BedTargetTemperature));
    }

    [Theory]
    [InlineData("I", 0, BambuPrinterStage.Idle)]
    [InlineData("R", 0, BambuPrinterStage.Printing)]
    [InlineData("R", 54, BambuPrinterStage.WaitingForHeatbedTemperature)]
    [InlineData("R", 18, BambuPrinterStage.CalibratingLidar)]
    [InlineData("R", 77, BambuPrinterStage.PreparingAms)]
    public void Given_S6_a_stage_when_it_is_reported_then_it_has_its_name_and_0_means_printing_only_while_it_prints(
        string state, int stage, BambuPrinterStage named)
    {
        PrinterStory printer = new PrinterStory().Take(state, $$$"""{"stg_cur":{{{stage}}}}""");

        Assert.Equal(named, printer.Status.Stage);
    }

    [Fact]
    public void Given_S6_the_stages_of_the_table_when_their_names_are_looked_up_then_each_number_has_one() =>
        Assert.Equal(Enumerable.Range(-1, 79).Except([18]), Enum.GetValues<BambuPrinterStage>().Select(stage => (int)stage).Order());

    [Theory]
    [InlineData(83886082)]
    [InlineData(0x0500_8030)]
    [InlineData(0x0300_8012)]
    [InlineData(0x0500_C011)]
    [InlineData(0x07FF_8007)]
    public void Given_S10_a_phase_or_question_when_it_comes_as_a_print_error_then_it_is_no_alarm(int code)
    {
        PrinterStory printer = new PrinterStory().Take("R");

        printer.Take($$$"""{"print_error":{{{code}}}}""", """{"print_error":0}""");

        Assert.DoesNotContain(printer.Told, item => item.Type is ErrorRaised or ErrorCleared);
    }

    [Fact]
    public void Given_S10_an_old_code_when_the_printer_is_idle_then_it_is_no_alarm()
    {
        PrinterStory printer = new PrinterStory().Take("I", """{"print_error":83935248}""");

        Assert.DoesNotContain(printer.Told, item => item.Type == ErrorRaised);
        Assert.Equal((null, "0500_C010"), (printer.Status.PrintError, printer.Status.RawPrintError));
    }

    [Theory]
    [InlineData("""{"fun":"20000000","print":{"command":"push_status","msg":1}}""", true)]
    [InlineData("""{"print":{"command":"push_status","msg":1},"fun":"11A30F9CFB"}""", true)]
    [InlineData("""{"print":{"command":"push_status","msg":1,"fun":"4023FF18FFF9CB3"}}""", false)]
    public void Given_S11_what_a_printer_can_do_when_it_stands_in_the_report_or_beside_it_then_it_is_read(string report, bool required)
    {
        PrinterStory printer = new PrinterStory().Take("R");

        printer.Hear(report);

        Assert.Equal(required, printer.Status.SignatureRequired);
    }

    [Theory]
    [InlineData(H2D, "-90dBm", true, null)]
    [InlineData(H2D, "-46dBm", false, -46)]
    [InlineData(A1, "-90dBm", false, -90)]
    public void Given_S12_a_signal_when_it_is_reported_then_that_of_a_cable_is_none(string deviceId, string signal, bool wired, int? shown)
    {
        PrinterStory printer = new PrinterStory(deviceId).Take("R", $$$"""
            {"wifi_signal":"{{{signal}}}","net":{"info":[{"ip":0,"mask":0},{"ip":1644210368,"mask":16777215}]}}
            """);

        Assert.Equal((wired, shown, IPAddress.Parse("192.168.0.98")),
            (printer.Status.Network.Wired, printer.Status.Network.WifiSignal, printer.Status.Network.IPAddress));
    }

    [Theory]
    [InlineData(X1, """{"home_flag":-1066934785}""", """{"home_flag":-1058546177}""")]
    [InlineData(H2D, """{"stat":"46258008"}""", """{"stat":"46A58008","home_flag":-1066934785}""")]
    public void Given_a_door_when_it_is_opened_and_closed_then_each_is_told_once(string deviceId, string closed, string opened)
    {
        PrinterStory printer = new PrinterStory(deviceId).Take("R", closed);

        printer.Take(opened, opened, closed);

        Assert.Equal([DoorOpened, DoorClosed], printer.Told.Skip(1).Select(item => item.Type));
        Assert.False(printer.Status.DoorOpen);
        Assert.Null(new PrinterStory(A1).Take("R", opened).Status.DoorOpen);
    }

    [Fact]
    public void Given_an_air_duct_when_it_is_reported_then_its_fans_stand_before_the_old_figures()
    {
        PrinterStory printer = new PrinterStory(H2D).Take("R", """
            {"cooling_fan_speed":"2","big_fan1_speed":"0","heatbreak_fan_speed":"15","device":{"airduct":{"modeCur":1,"parts":[
            {"id":16,"state":10},{"id":32,"state":30},{"id":48,"state":70},{"id":96,"state":100},{"id":160,"state":20}]}}}
            """);

        BambuFans fans = printer.Status.Fans;
        Assert.Equal((10, 30, 20, 70, 100), (fans.Part, fans.Auxiliary, fans.SecondAuxiliary, fans.Chamber, fans.Heatbreak));
        Assert.Equal(BambuAirDuctMode.Heating, fans.AirDuctMode);
    }

    [Fact]
    public void Given_the_rest_of_a_report_when_it_comes_then_a_person_finds_it_in_its_group()
    {
        PrinterStory printer = new PrinterStory().Take("R", """
            {"gcode_start_time":"1767268800","gcode_file_prepare_percent":"80","s_obj":[206,311],"sdcard":true,"nozzle_diameter":"0.4",
            "nozzle_type":"hardened_steel","ipcam":{"ipcam_record":"enable","timelapse":"disable"},
            "upgrade_state":{"status":"IDLE","progress":"","new_ver_list":[{"name":"ota","cur_ver":"01.08.00.00","new_ver":"01.09.00.00"}]}}
            """);
        printer.Hear("""
            {"info":{"command":"get_version","sequence_id":"1","module":[{"name":"ota","sw_ver":"01.08.00.00"},{"name":"n3f/0",
            "sw_ver":"2"}]}}
            """);

        BambuPrinterStatus status = printer.Status;
        Assert.Equal((new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc), 80),
            (status.Job.StartTime!.Value.ToUniversalTime(), status.Job.DownloadProgress));
        Assert.Equal([206, 311], status.Job.SkippedObjects);
        Assert.Equal((true, true, false), (status.SdCard, status.Camera.Recording, status.Camera.Timelapse));
        Assert.Equal((0.4, "hardened_steel"), (status.NozzleDiameter, status.NozzleType));
        Assert.Equal(("01.08.00.00", "01.09.00.00", "IDLE"),
            (status.Firmware.Version, status.Firmware.NewVersion, status.Firmware.UpdateStatus));
        Assert.Single(printer.Told, item => item.Type == FirmwareAvailable);
        Assert.Equal("01.08.00.00", printer.Take("full{}").Status.Firmware.Version);
    }

    [Fact]
    public void Given_versions_when_they_name_an_AMS_unit_then_its_kind_is_known()
    {
        PrinterStory printer = new PrinterStory().Take("R", """{"ams":{"ams":[{"id":"0","tray":[]}]}}""");

        printer.Hear("""{"info":{"command":"get_version","module":[{"name":"n3f/0","sw_ver":"02"}]}}""");

        Assert.Equal(BambuAmsModel.Ams2Pro, printer.Take("""{"ams":{"ams":[{"id":"0","temp":"30"}]}}""").Status.Ams[0].Model);
    }

    [Fact]
    public void Given_filament_that_runs_out_when_it_is_reported_in_two_ways_then_it_is_told_once()
    {
        PrinterStory printer = new PrinterStory().Take("R");

        printer.Take("""{"gcode_state":"PAUSE","print_error":117473297}""", """{"stg_cur":6}""", """{"stg_cur":6,"print_error":0}""");

        Assert.Single(printer.Told, item => item.Type == FilamentRunout);
    }

    [Fact]
    public void Given_E7_an_end_that_resets_its_figures_when_it_is_told_then_they_are_the_last_ones()
    {
        PrinterStory printer = new PrinterStory().Take("R",
            """{"gcode_state":"FINISH","mc_percent":0,"layer_num":0,"total_layer_num":0}""");

        BambuPrinterStatus end = printer.Told[^1].Status!;
        Assert.Equal((100, 20, 20, "cube"), (end.Progress, end.Layer, end.TotalLayers, end.JobName));
    }

    [Fact]
    public void Given_E8_a_print_that_begins_when_the_old_figures_still_stand_then_it_has_none_until_there_are_new_ones()
    {
        PrinterStory printer = new PrinterStory().Take("F", "full{\"gcode_state\":\"PREPARE\",\"task_id\":\"800\"}", "full{}");

        Assert.Equal((null, null, null, null),
            (printer.Status.Progress, printer.Status.Layer, printer.Status.TotalLayers, printer.Status.RemainingTime));
        Assert.DoesNotContain(printer.Told, item => item.Type is ProgressChanged or LayerChanged);
        printer.Take("full{\"gcode_state\":\"RUNNING\",\"mc_percent\":1,\"layer_num\":1,\"total_layer_num\":90}");
        Assert.Equal((1, 1, 90), (printer.Status.Progress, printer.Status.Layer, printer.Status.TotalLayers));
    }

    [Fact]
    public void Given_E11_a_name_that_is_forgotten_when_the_print_ends_then_it_is_told()
    {
        PrinterStory printer = new PrinterStory().Take(
            """full{"gcode_state":"RUNNING","task_id":"0","subtask_id":"0"}""", """{"subtask_name":"","gcode_file":""}""",
                """{"gcode_state":"FINISH"}""");

        Assert.Equal((PrintFinished, "cube"), (printer.Told[^1].Type, printer.Told[^1].Status!.JobName));
    }

    [Fact]
    public void Given_a_print_that_failed_before_anybody_listened_when_no_code_says_why_then_nobody_knows_whether_it_was_cancelled()
    {
        PrinterStory printer = new PrinterStory().Take("full{\"gcode_state\":\"FAILED\"}");

        Assert.Equal((BambuPrintState.Unknown, "FAILED", BambuPrintState.Unknown),
            (printer.Status.State, printer.Status.RawState, printer.Status.Outcome));
    }

    [Fact]
    public void Given_E5_a_cancel_when_its_code_is_gone_then_the_state_stays_cancelled_until_the_next_print()
    {
        PrinterStory printer = new PrinterStory().Take("R", """{"print_error":50348044}""", """{"gcode_state":"FAILED"}""", "4s",
            """{"print_error":0}""");

        Assert.Equal((BambuPrintState.Cancelled, BambuPrintState.Cancelled), (printer.Status.State, printer.Status.Outcome));
        printer.Take("""{"gcode_state":"PREPARE","task_id":"800"}""");
        Assert.Equal((BambuPrintState.Preparing, null), (printer.Status.State, printer.Status.Outcome));
    }
}
