namespace BambuCloud;

/// <summary>Why a file does not fit a printer, or what to look at before it is printed there.</summary>
/// <remarks>Enums of this size are words in <c>ConvertTo-Json</c>.</remarks>
public enum BambuPrintReason : long
{
    /// <summary>The file was sliced for another printer model. Of models that take each other's files it is a warning.</summary>
    PrinterModelMismatch,

    /// <summary>The file was sliced for another nozzle than the printer has.</summary>
    NozzleMismatch,

    /// <summary>The file was sliced for another build plate than it is to be printed on: a warning.</summary>
    BedTypeMismatch,

    /// <summary>A filament of the file is in no slot of the printer.</summary>
    FilamentMissing,

    /// <summary>The slot has less of a filament than the file takes: a warning.</summary>
    FilamentLow,

    /// <summary>The printer prints something.</summary>
    PrinterBusy,

    /// <summary>The printer is offline.</summary>
    PrinterOffline,

    /// <summary>The latest print ended, and the printer does not know whether its plate was taken away: a warning.</summary>
    PlateNotCleared,

    /// <summary>
    /// The printer carries out only what the vendor's programs signed: a warning, since the cloud may start it all the same.
    /// </summary>
    SignatureRequired,

    /// <summary>The G-code is not what the slicer wrote: a warning.</summary>
    GcodeEdited,

    /// <summary>The file has several plates and none was named: a warning that says which one is printed.</summary>
    PlateNotNamed,

    /// <summary>The vendor's programs refuse the file's name: a warning with the name to use.</summary>
    InvalidFileName,
}
