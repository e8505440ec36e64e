namespace BambuCloud;

/// <summary>A file that the vendor's program Bambu Connect was opened with. Nothing is printed before a person does it there.</summary>
public sealed record BambuPrintHandover : BambuObject
{
    /// <summary>The printer that it is meant for; the program asks which one it is.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The file's name.</summary>
    public string FileName { get; internal init; } = "";

    /// <summary>Full path of the file.</summary>
    public string Path { get; internal init; } = "";

    /// <summary><c>HandedOver</c>: whether and how it prints is not known here.</summary>
    public string Status { get; internal init; } = "HandedOver";

    /// <summary>File and status.</summary>
    public override string ToString() => $"{FileName}: {Status}";
}
