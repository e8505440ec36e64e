using System.Management.Automation;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What is inside a file, seen without a session.</summary>
public sealed class GetBambuPrintFileTests : IDisposable
{
    private readonly UserPrompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public void Plates_come_with_printer_nozzle_time_and_filaments()
    {
        _prompt["file"] = Built.FileForP1S;

        PSObject file = _prompt.Run("Get-BambuPrintFile $file").Succeeded().Only;
        PowerShellRun plates = _prompt.Run("(Get-BambuPrintFile $file).Plates").Succeeded();
        PSObject filament = _prompt.Run("(Get-BambuPrintFile $file).Plates[1].Filaments").Succeeded().Only;

        Assert.Equal(["True", "2"], [file.Text("Sliced"), file.Text("ThumbnailCount")]);
        Assert.Equal(["C12", "C12"], plates.All("ModelCode"));
        Assert.Equal(["00:10:51", "00:21:42"], plates.All("EstimatedTime"));
        Assert.Equal(0.4, Assert.Single((IEnumerable<double>)plates.Output[0].Value("NozzleDiameters")!));
        Assert.Equal(["PETG", "#0086D6", "GFG00"], [filament.Text("Material"), filament.Text("Color"), filament.Text("FilamentId")]);
        Assert.Equal((4.52, 1.52), (filament.Value("Grams"), filament.Value("Meters")));
    }
}
