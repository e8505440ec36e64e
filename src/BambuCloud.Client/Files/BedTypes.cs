namespace BambuCloud.Client.Files;

/// <summary>The build plates by the words of settings, G-code and <c>project_file</c>.</summary>
internal static class BedTypes
{
    private static readonly Dictionary<string, BambuBedType> ByWord = new(StringComparer.Ordinal)
    {
        ["auto"] = BambuBedType.Auto,
        ["coolplate"] = BambuBedType.CoolPlate,
        ["plaplate"] = BambuBedType.CoolPlate,
        ["coolplateplaplate"] = BambuBedType.CoolPlate,
        ["engplate"] = BambuBedType.EngineeringPlate,
        ["engineeringplate"] = BambuBedType.EngineeringPlate,
        ["hotplate"] = BambuBedType.HighTempPlate,
        ["hightempplate"] = BambuBedType.HighTempPlate,
        ["smoothpeiplate"] = BambuBedType.HighTempPlate,
        ["smoothpeiplatehightempplate"] = BambuBedType.HighTempPlate,
        ["texturedplate"] = BambuBedType.TexturedPeiPlate,
        ["texturedpeiplate"] = BambuBedType.TexturedPeiPlate,
        ["texturedpei"] = BambuBedType.TexturedPeiPlate,
        ["supertackplate"] = BambuBedType.SuperTackPlate,
        ["coolplatesupertack"] = BambuBedType.SuperTackPlate,
        ["bambucoolplatesupertack"] = BambuBedType.SuperTackPlate,
    };

    /// <summary>The build plate of a word; <see langword="null"/> for one that is not known here.</summary>
    public static BambuBedType? Of(string? word) =>
        ByWord.TryGetValue(string.Concat((word ?? "").Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)), out BambuBedType type)
            ? type : null;
}
