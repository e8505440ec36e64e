namespace BambuCloud.Client.Files;

/// <summary>Reads what is inside a 3MF without unpacking it: its small files, and the first lines of each plate's G-code.</summary>
internal static class ThreeMfReader
{
    private const string SliceInfoEntry = PrintArchive.Metadata + "slice_info.config";
    private const string ModelSettingsEntry = PrintArchive.Metadata + "model_settings.config";
    private const string ProjectSettingsEntry = PrintArchive.Metadata + "project_settings.config";
    private const string ModelEntry = "3D/3dmodel.model";

    // The model's own metadata stand before its meshes.
    private const int MostTagsBeforeMeshes = 1000;

    /// <summary>Reads the archive.</summary>
    /// <exception cref="RefusedArchiveException">
    /// It is no archive, is cut short, or is not what it pretends to be; the message says which.
    /// </exception>
    public static ArchiveContents Read(Stream file)
    {
        using PrintArchive archive = new(file);
        SliceInfo info = archive.ReadText(SliceInfoEntry, SliceInfo.None, SliceInfo.Read);
        IReadOnlyDictionary<int, PlateFigures> named = archive.ReadText(ModelSettingsEntry, SliceInfo.None.Plates, ModelSettings.Read);
        PlateFigures project = archive.ReadBytes(ProjectSettingsEntry, PlateFigures.None, JsonSettings.ReadProject);
        int[] sliced = [.. archive.SlicedPlates];
        int[] pictured = [.. archive.PicturedPlates];
        Dictionary<int, UnusableGcode> unusable = [];
        SortedDictionary<int, PlateFigures> plates = [];
        foreach (int plate in sliced.Union(info.Plates.Keys).Union(named.Keys).Union(pictured))
        {
            plates[plate] = FirstOf(
                archive, plate, info, named.GetValueOrDefault(plate, PlateFigures.None), project,
                sliced.Contains(plate) ? ReadHead(archive, plate, unusable) : PlateFigures.None);
        }
        return new ArchiveContents
        {
            Plates = Array.AsReadOnly<BambuPrintFilePlate>([.. plates.Select(plate => plate.Value.ToPlate(
                plate.Key, sliced.Contains(plate.Key) && !unusable.ContainsKey(plate.Key), pictured.Contains(plate.Key)))]),
            Filaments = project.Filaments,
            Slicer = info.Slicer ?? archive.ReadText<string?>(ModelEntry, null, ReadApplication)
                ?? plates.Values.Select(plate => plate.Slicer).FirstOrDefault(slicer => slicer is not null),
            ThumbnailCount = pictured.Length,
            Unusable = unusable,
        };
    }

    // The order of files.md, "Where a figure stands". What slice_info says comes last where it is no XML: it may be of another plate.
    private static PlateFigures FirstOf(
        PrintArchive archive, int plate, SliceInfo info, PlateFigures named, PlateFigures project, PlateFigures gcode)
    {
        PlateFigures told = info.Plates.GetValueOrDefault(plate, PlateFigures.None);
        PlateFigures first = new PlateFigures { Name = named.Name }.Or(info.IsWellFormed ? told : PlateFigures.None) with
        {
            Bed = (info.IsWellFormed ? told.Bed : null) ?? named.Bed,
        };
        if (first.Bed is null || first.Objects.Count == 0)
        {
            first = first.Or(archive.ReadBytes(PrintArchive.PlateEntry(plate, ".json"), PlateFigures.None, JsonSettings.ReadPlate));
        }
        return first.Or(named).Or(project).Or(gcode).Or(told);
    }

    private static PlateFigures ReadHead(PrintArchive archive, int plate, Dictionary<int, UnusableGcode> unusable)
    {
        if (archive.FaultOf(plate) is { } fault)
        {
            unusable.Add(plate, fault);
        }
        try
        {
            using Stream gcode = archive.GcodeOf(plate)!.Open();
            GcodeHead head = GcodeHead.Read(gcode);
            if (!head.IsGcode)
            {
                unusable.TryAdd(plate, UnusableGcode.NoGcode(plate));
            }
            return head.Figures;
        }
        catch (Exception damaged) when (PrintArchive.IsDamage(damaged))
        {
            unusable.TryAdd(plate, UnusableGcode.Damaged(plate, "cannot be unpacked"));
            return PlateFigures.None;
        }
    }

    private static string? ReadApplication(Stream model)
    {
        using TagReader xml = new(model);
        bool isApplication = false;
        for (int tags = 0; tags < MostTagsBeforeMeshes && xml.Read() && xml.Name != "resources"; tags++)
        {
            if (isApplication)
            {
                return FigureText.Text(xml.TextBefore);
            }
            isApplication = xml is { Name: "metadata", IsEnd: false, IsEmpty: false } && xml["name"] == "Application";
        }
        return null;
    }
}
