using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BambuCloud.Benchmarks;

/// <summary>A full report of 19 KB, as a printer in its print with four AMS units sends it (mqtt.md, <i>Reports</i>).</summary>
internal static class LargeReport
{
    private const int Size = 19 * 1024;
    private const int Units = 4;
    private const int Trays = 4;

    public static byte[] Make(int percent)
    {
        JsonObject print = JsonNode.Parse("""
            {"upload":{"status":"idle","progress":0,"message":""},"nozzle_temper":219.96875,"nozzle_target_temper":220,
            "bed_temper":59.9375,"bed_target_temper":60,"chamber_temper":31,"mc_print_stage":"2","heatbreak_fan_speed":"15",
            "cooling_fan_speed":"15","big_fan1_speed":"11","big_fan2_speed":"0","mc_percent":45,"mc_remaining_time":72,
            "ams_status":768,"ams_rfid_status":2,"hw_switch_state":1,"spd_mag":100,"spd_lvl":2,"print_error":0,
            "lifecycle":"product","wifi_signal":"-45dBm","gcode_state":"RUNNING","gcode_file_prepare_percent":"100",
            "queue_number":0,"queue_total":0,"queue_est":0,"queue_sts":0,"project_id":"215340567","profile_id":"203456789",
            "task_id":"399123456","subtask_id":"399123457","subtask_name":"Calibration cube for a printer",
            "gcode_file":"/data/Metadata/plate_1.gcode","stg":[2,14,1],"stg_cur":0,"print_type":"cloud","home_flag":4522373,
            "mc_print_line_number":"18234","mc_print_sub_stage":0,"sdcard":true,"force_upgrade":false,
            "mess_production_state":"active","layer_num":23,"total_layer_num":50,"s_obj":[],"filam_bak":[],"fan_gear":1048320,
            "nozzle_diameter":"0.4","nozzle_type":"hardened_steel","cali_version":0,"hms":[{"attr":50332416,"code":65537},
            {"attr":83887360,"code":196609}],"upgrade_state":{"sequence_id":0,"progress":"","status":"","consistency_request":false,
            "dis_state":0,"err_code":0,"force_upgrade":false,"message":"0%, 0B/s","module":"","new_version_state":2,
            "cur_state_code":0,"idx2":1,"new_ver_list":[]},"online":{"ahb":true,"rfid":true,"version":1543261983},"ams":{"ams":[],
            "ams_exist_bits":"f","tray_exist_bits":"ffff","tray_is_bbl_bits":"ffff","tray_tar":"0","tray_now":"0","tray_pre":"0",
            "tray_read_done_bits":"ffff","tray_reading_bits":"0","version":6,"insert_flag":true,"power_on_flag":false},
            "ipcam":{"ipcam_dev":"1","ipcam_record":"enable","timelapse":"disable","resolution":"1080p","tutk_server":"disable",
            "mode_bits":3},"vt_tray":{"id":"254","tag_uid":"0000000000000000","tray_id_name":"","tray_info_idx":"GFL99",
            "tray_type":"PLA","tray_color":"161616FF","remain":0,"k":0.02},"lights_report":[{"node":"chamber_light","mode":"on"},
            {"node":"work_light","mode":"flashing"}],"xcam":{"first_layer_inspector":true,"spaghetti_detector":true,
            "printing_monitor":true,"buildplate_marker_detector":true,"halt_print_sensitivity":"medium"},"net":{"conf":16,
            "info":[{"ip":1325508800,"mask":16777215}]},"care":[{"id":"cr","info":"10F7C"},{"id":"ls","info":"7BD"}]}
            """)!.AsObject();
        print["mc_percent"] = percent;
        JsonArray units = print["ams"]!["ams"]!.AsArray();
        for (int unit = 0; unit < Units; unit++)
        {
            units.Add(Unit(unit));
        }
        JsonObject[] jobs = [.. Enumerable.Range(0, 200).Select(Queued)]; // What fills a report that large: lists that nobody here reads.
        JsonArray queue = [];
        print["job_queue"] = queue;
        print["command"] = "push_status";
        print["msg"] = 0;
        print["sequence_id"] = "2021";
        JsonObject report = new() { ["print"] = print };
        for (int job = 0; Text(report).Length < Size; job++)
        {
            queue.Add(jobs[job]);
        }
        return Encoding.UTF8.GetBytes(Text(report));
    }

    private static string Text(JsonObject report) => report.ToJsonString(JsonSerializerOptions.Default);

    private static JsonObject Queued(int job) => new()
    {
        ["id"] = job,
        ["name"] = string.Create(CultureInfo.InvariantCulture, $"Part {job} of a machine"),
        ["options"] = new JsonArray(job, job + 1),
        ["weight"] = 12.5,
    };

    private static JsonObject Unit(int unit) => new()
    {
        ["id"] = unit.ToString(CultureInfo.InvariantCulture),
        ["humidity"] = "4",
        ["humidity_raw"] = "23",
        ["temp"] = "27.4",
        ["dry_time"] = 0,
        ["tray"] = new JsonArray([.. Enumerable.Range(0, Trays).Select(tray => Tray(unit, tray))]),
    };

    private static JsonObject Tray(int unit, int tray) => new()
    {
        ["id"] = tray.ToString(CultureInfo.InvariantCulture),
        ["state"] = 11,
        ["remain"] = 73,
        ["k"] = 0.02,
        ["n"] = 1,
        ["cali_idx"] = -1,
        ["total_len"] = 330000,
        ["tag_uid"] = $"86A1B2C30000010{tray}",
        ["tray_id_name"] = "A00-W1",
        ["tray_info_idx"] = "GFA00",
        ["tray_type"] = "PLA",
        ["tray_sub_brands"] = "PLA Basic",
        ["tray_color"] = "FFFFFFFF",
        ["tray_weight"] = "1000",
        ["tray_diameter"] = "1.75",
        ["tray_temp"] = "55",
        ["tray_time"] = "8",
        ["bed_temp_type"] = "1",
        ["bed_temp"] = "35",
        ["nozzle_temp_max"] = "230",
        ["nozzle_temp_min"] = "190",
        ["xcam_info"] = "8813100DE803E8039A99193F",
        ["tray_uuid"] = $"5F9A3C2B1D4E4F60A1B2C3D4E5F6{unit:X2}{tray:X2}",
        ["ctype"] = 0,
        ["cols"] = new JsonArray("FFFFFFFF"),
    };
}
