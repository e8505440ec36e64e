namespace BambuCloud;

/// <summary>Whether a file fits a printer as it is now, and what to look at before it is printed there.</summary>
public sealed record BambuPrintFit : BambuObject
{
    /// <summary>Whether nothing keeps it from being printed.</summary>
    public bool Fits => Errors.Count == 0;

    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The printer's model: <c>P1S</c>, …</summary>
    public string? Model { get; internal init; }

    /// <summary>The code of the printer's model: <c>C12</c>, …</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>Full path of the file; <see langword="null"/> for one that is in the cloud.</summary>
    public string? Path { get; internal init; }

    /// <summary>The path as PowerShell takes it literally, so that the object pipes into cmdlets that take files.</summary>
    public string? PSPath => Path is null ? null : @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The file's name.</summary>
    public string? FileName { get; internal init; }

    /// <summary>The plate that would be printed; <see langword="null"/> where the file has none.</summary>
    public int? Plate { get; internal init; }

    /// <summary>Whether the filament comes from the AMS; <see langword="null"/> where nobody knows what the printer has.</summary>
    public bool? UseAms { get; internal init; }

    /// <summary>From which slot each filament would be taken; empty where nobody knows what the printer has.</summary>
    public IReadOnlyList<BambuFilamentMapping> AmsMapping { get; internal init => field = BambuList<BambuFilamentMapping>.Of(value); }
        = BambuList<BambuFilamentMapping>.Empty;

    /// <summary>All reasons, errors first.</summary>
    public IReadOnlyList<BambuPrintIssue> Issues { get; internal init => field = BambuList<BambuPrintIssue>.Of(value); }
        = BambuList<BambuPrintIssue>.Empty;

    /// <summary>Why it would be refused.</summary>
    public IReadOnlyList<BambuPrintIssue> Errors => BambuList<BambuPrintIssue>.Of([.. Issues.Where(issue => issue.IsError)]);

    /// <summary>What to look at before.</summary>
    public IReadOnlyList<BambuPrintIssue> Warnings => BambuList<BambuPrintIssue>.Of([.. Issues.Where(issue => !issue.IsError)]);

    /// <summary>Whether each filament that the plate takes has a slot.</summary>
    internal bool IsMapped => AmsMapping.All(mapping => mapping.Filament is null || mapping.Slot is not null);

    /// <summary>Printer, file and reasons.</summary>
    public override string ToString() =>
        $"{DeviceName ?? DeviceId}: {FileName} {(Fits ? "fits" : $"does not fit ({string.Join(", ", Errors)})")}";
}
