using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>A task as the live service writes it.</summary>
internal static class LiveTask
{
    /// <summary>How far behind its start the end of a task stands that still runs.</summary>
    private static readonly TimeSpan RunningEnd = TimeSpan.FromSeconds(20);

    private const long RecordsBehind = 190_000_000;

    /// <summary>Writes a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="host">Where its pictures are.</param>
    public static JsonNode Write(SimulatedTask task, string host) => new JsonObject
    {
        ["id"] = task.Id,
        ["designId"] = 0,
        ["designTitle"] = "",
        ["instanceId"] = 0,
        ["modelId"] = task.ModelId,
        ["title"] = task.Title,
        ["cover"] = Covers.UrlOf(host, task.Id),
        ["snapShot"] = "",
        ["status"] = task.Status,
        ["failedType"] = 0,
        ["feedbackStatus"] = 0,
        ["startTime"] = WireTime.Write(task.Start),
        ["endTime"] = WireTime.Write(EndOf(task)) ?? "",
        ["weight"] = task.Weight,
        ["length"] = (int)task.Length,
        ["costTime"] = task.CostSeconds,
        ["profileId"] = long.Parse(task.ProfileId, CultureInfo.InvariantCulture),
        ["plateIndex"] = task.File.Plate,
        ["plateName"] = "",
        ["deviceId"] = task.DeviceId,
        ["deviceModel"] = task.DeviceModel,
        ["deviceName"] = task.DeviceName,
        ["bedType"] = "textured_plate",
        ["mode"] = "cloud_file",
        ["jobType"] = 0,
        ["repetitions"] = 1,
        ["useAms"] = true,
        ["isPublicProfile"] = false,
        ["isPrintable"] = true,
        ["nozzleInfos"] = new JsonArray(new JsonObject
        {
            ["id"] = 0,
            ["type"] = "hardened_steel",
            ["flowSize"] = "standard_flow",
            ["diameter"] = 0.4,
        }),
        ["amsDetailMapping"] = new JsonArray(new JsonObject
        {
            ["ams"] = 0,
            ["amsId"] = 0,
            ["slotId"] = 0,
            ["nozzleId"] = 0,
            ["sourceColor"] = "FFFFFFFF",
            ["targetColor"] = "FFFFFFFF",
            ["filamentId"] = "GFA00",
            ["filamentType"] = "PLA",
            ["targetFilamentType"] = "",
            ["weight"] = task.Weight,
        }),
    };

    /// <summary>Writes the record of a task, which has other names and words than the list's item.</summary>
    /// <param name="task">The task.</param>
    /// <param name="host">Where its pictures are.</param>
    public static JsonObject WriteRecord(SimulatedTask task, string host) => new()
    {
        ["job_id"] = task.Id - RecordsBehind, // Nothing says that it is the task's own number.
        ["model_id"] = task.ModelId,
        ["project_id"] = "0",
        ["profile_id"] = task.ProfileId,
        ["name"] = task.Title,
        ["create_time"] = WireTime.WritePlain(task.Start),
        ["status"] = task.Status switch
        {
            SimulatedTask.Finished => "FINISH",
            SimulatedTask.Failed => "FAILED",
            _ => "ACTIVE",
        },
        ["content"] = """{"info":{"plate_idx":1}}""",
        ["context"] = ProfileRoutes.OfTask(task).Context(host),
    };

    private static DateTimeOffset? EndOf(SimulatedTask task) =>
        task.Status == SimulatedTask.Running ? task.Start + RunningEnd : task.End;
}
