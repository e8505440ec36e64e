using System.Text.Json;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>Tasks of either shape as the records that leave the client (rest.md, <i>A task</i>).</summary>
internal static class TaskReader
{
    private const double CentimetersPerMeter = 100;

    /// <summary>An item of the history.</summary>
    public static BambuTask ToTask(TaskContract task, Redaction shown)
    {
        BambuPrintState status = PrintWords.StateOfJob(task.Status);
        return new BambuTask
        {
            TaskId = task.Id!,
            Title = shown.Of(WireText.FirstOf(task.Title, task.DesignTitle)),
            DesignId = BambuPrintFigures.KnownId(task.DesignId),
            DesignTitle = shown.Of(WireText.FirstOf(task.DesignTitle)),
            DeviceId = task.DeviceId,
            DeviceName = shown.Of(task.DeviceName),
            Model = shown.Of(BambuModels.Named(null, task.DeviceModel)),
            ModelCode = BambuModels.CodeOf(task.DeviceModel),
            ModelId = task.ModelId,
            ProfileId = task.ProfileId,
            InstanceId = BambuPrintFigures.KnownId(task.InstanceId),
            PlateIndex = Quantity.Count(task.PlateIndex),
            PlateName = shown.Of(WireText.FirstOf(task.PlateName)),
            BedType = shown.Of(task.BedType),
            Mode = shown.Of(task.Mode),
            UseAms = task.UseAms,
            Filaments = FilamentsOf(task.AmsDetailMapping, shown),
            Nozzles = NozzlesOf(task.NozzleInfos, shown),
            Status = status,
            RawStatus = shown.Of(task.Status),
            FilamentGrams = task.Weight,
            FilamentMeters = task.Length / CentimetersPerMeter,
            EstimatedTime = Quantity.Seconds(task.CostTime),
            StartTime = task.StartTime?.LocalDateTime,
            // The live service says of a running task that it ended some 20 seconds after its start.
            EndTime = status.IsUnderWay() ? null : task.EndTime?.LocalDateTime,
            Cover = PresignedUrl.Parse(task.Cover),
            Thumbnail = PresignedUrl.Parse(task.Thumbnail),
            Snapshot = PresignedUrl.Parse(task.SnapShot),
            AdditionalProperties = AdditionalFields.From(task.Additional, shown),
        };
    }

    /// <summary>The answer for one task, which the two shapes name differently throughout.</summary>
    /// <param name="task">What came.</param>
    /// <param name="taskId">The task that was asked for.</param>
    /// <param name="shown">Takes secrets out of what is kept.</param>
    public static BambuTask ToTask(SingleTaskAnswer task, string taskId, Redaction shown)
    {
        BambuPrintState status = PrintWords.StateOfJob(task.Status);
        long? index = PlateIndexOf(task.Content);
        List<ProjectPlateContract> plates = [.. (task.Context ?? []).SelectMany(context => context.Plates ?? [])];
        ProjectPlateContract? plate = plates.Find(known => known.Index == index) ?? (plates.Count == 1 ? plates[0] : null);
        return new BambuTask
        {
            TaskId = task.TaskId is { Length: > 0 } id ? id : taskId,
            Title = shown.Of(WireText.FirstOf(task.FileName, task.Name)),
            DeviceId = task.DeviceId,
            ModelId = task.ModelId,
            ProjectId = task.ProjectId,
            ProfileId = task.ProfileId,
            PlateIndex = Quantity.Count(index ?? plate?.Index),
            Status = status,
            RawStatus = shown.Of(task.Status),
            Progress = Quantity.Percent(task.Progress),
            EstimatedTime = Quantity.Seconds(plate?.Prediction),
            FilamentGrams = plate?.Weight,
            StartTime = (task.StartedAt ?? task.CreateTime)?.LocalDateTime,
            EndTime = status.IsUnderWay() ? null : task.CompletedAt?.LocalDateTime,
            AdditionalProperties = AdditionalFields.From(
                task.Additional, shown, [.. (task.Context ?? []).Select(context => context.Additional)]),
        };
    }

    /// <summary>What the live service calls a status; <see langword="null"/> where it has no number for it.</summary>
    public static int? NumberOf(BambuPrintState status) => status switch
    {
        BambuPrintState.Created => 1,
        BambuPrintState.Finished => 2,
        BambuPrintState.Failed => 3,
        BambuPrintState.Running => 4,
        _ => null,
    };

    private static List<BambuFilament> FilamentsOf(List<TaskFilamentContract>? filaments, Redaction shown) =>
        (filaments ?? []).ConvertAll(filament => new BambuFilament
        {
            Material = shown.Of(WireText.FirstOf(filament.FilamentType, filament.Target("targetFilamentType"))),
            Color = WireText.FirstOf(filament.SourceColor, filament.Target("targetColor")),
            Grams = filament.Weight,
            FilamentId = shown.Of(filament.FilamentId),
            AmsId = Quantity.Count(filament.AmsId),
            Slot = Quantity.Count(filament.SlotId),
            NozzleId = Quantity.Count(filament.NozzleId),
            AdditionalProperties = AdditionalFields.From(filament.Additional, shown),
        });

    private static List<BambuTaskNozzle> NozzlesOf(List<TaskNozzleContract>? nozzles, Redaction shown) =>
        (nozzles ?? []).ConvertAll(nozzle => new BambuTaskNozzle
        {
            NozzleId = Quantity.Count(nozzle.Id),
            Diameter = nozzle.Diameter,
            Type = shown.Of(nozzle.Type),
            Flow = shown.Of(nozzle.FlowSize),
            AdditionalProperties = AdditionalFields.From(nozzle.Additional, shown),
        });

    // The plate stands in a text that is JSON itself: {"info":{"plate_idx":1}}.
    private static long? PlateIndexOf(string? content)
    {
        try
        {
            return string.IsNullOrEmpty(content) ? null
                : JsonSerializer.Deserialize(content, CloudJson.Default.TaskContentText)?.Info?.PlateIndex;
        }
        catch (JsonException)
        {
            return null; // Another text.
        }
    }
}
