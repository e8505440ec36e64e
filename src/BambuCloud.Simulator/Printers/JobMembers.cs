using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>How far a printer is with its job.</summary>
internal sealed record JobFigures
{
    public required string State { get; init; }

    public required int Stage { get; init; }

    public required int Percent { get; init; }

    public required int Minutes { get; init; }

    public required int Layer { get; init; }

    /// <summary>How much of the file is on the printer, %.</summary>
    public required int Downloaded { get; init; }

    public required bool IsBusy { get; init; }

    public required PrintJob? Job { get; init; }
}

/// <summary>The members of a report about the job.</summary>
internal static class JobMembers
{
    private const string None = PrintJob.NoTask;

    /// <summary>Makes them.</summary>
    public static JsonObject Make(JobFigures figures)
    {
        PrintJob? job = figures.Job;
        int total = job?.File.Layers ?? 0;
        return new JsonObject
        {
            ["gcode_state"] = figures.State,
            ["stg_cur"] = figures.Stage,
            ["mc_percent"] = figures.Percent,
            ["mc_remaining_time"] = figures.Minutes,
            ["mc_print_stage"] = figures.IsBusy ? "2" : "1",
            ["mc_print_sub_stage"] = 0,
            ["mc_stage"] = figures.IsBusy ? 2 : 1,
            ["print_gcode_action"] = figures.IsBusy ? 0 : 255,
            ["print_real_action"] = 0,
            ["layer_num"] = figures.Layer,
            ["total_layer_num"] = total,
            ["subtask_name"] = job is null ? "" : job.Name ?? NameOf(job.FileName),
            ["gcode_file"] = job?.FileName ?? "",
            ["gcode_file_prepare_percent"] = figures.Downloaded.ToString(CultureInfo.InvariantCulture),
            ["gcode_start_time"] = job is null ? None : job.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["task_id"] = job?.TaskId ?? None,
            ["subtask_id"] = job?.TaskId ?? None,
            ["job_id"] = job?.TaskId ?? None,
            ["project_id"] = None,
            ["profile_id"] = None,
            ["print_type"] = !figures.IsBusy ? "idle" : job?.TaskId == PrintJob.NoTask ? "local" : "cloud",
        };
    }

    private static string NameOf(string fileName)
    {
        string name = fileName;
        foreach (string ending in new[] { ".3mf", ".gcode" })
        {
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name[..^ending.Length] : name;
        }
        return name;
    }
}
