namespace BambuCloud.Client.Files;

/// <summary>The address by which the vendor's program Bambu Connect imports a file (lan.md, <i>Bambu Connect</i>).</summary>
public static class BambuConnectLink
{
    private const string Ending = ".gcode.3mf";

    /// <summary>The address of a file. Every character that could end it, or mean something in it, is encoded.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="name">What the program calls it.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidFileName"/>: the program takes no such file.</exception>
    public static Uri Of(string path, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
            ? new Uri($"bambu-connect://import-file?path={Uri.EscapeDataString(Path.GetFullPath(path))}&name={Uri.EscapeDataString(name)}"
                + "&version=1.0.0")
            : throw new BambuException(BambuErrorKind.InvalidFileName,
                $"Bambu Connect takes sliced files whose names end in '{Ending}', and not '{name}'.")
            {
                Subject = path,
            };
    }
}
