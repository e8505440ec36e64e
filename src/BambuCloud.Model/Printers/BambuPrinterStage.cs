namespace BambuCloud;

/// <summary>What the printer does within a print, <c>stg_cur</c> (mqtt.md). A number without a name here keeps its number.</summary>
public enum BambuPrinterStage : long
{
    /// <summary>-1 and 255: nothing.</summary>
    Idle = -1,

    /// <summary>Printing.</summary>
    Printing = 0,

    /// <summary>Automatic bed levelling.</summary>
    AutoBedLeveling = 1,

    /// <summary>Heating the bed.</summary>
    HeatbedPreheating = 2,

    /// <summary>Vibration compensation.</summary>
    VibrationCompensation = 3,

    /// <summary>Changing filament.</summary>
    ChangingFilament = 4,

    /// <summary>Paused: the filament ran out.</summary>
    PausedFilamentRunout = 6,

    /// <summary>Heating the hotend.</summary>
    HeatingHotend = 7,

    /// <summary>Calibrating extrusion.</summary>
    CalibratingExtrusion = 8,

    /// <summary>Scanning the bed's surface.</summary>
    ScanningBedSurface = 9,

    /// <summary>Inspecting the first layer.</summary>
    InspectingFirstLayer = 10,

    /// <summary>Homing.</summary>
    Homing = 13,

    /// <summary>Cleaning the nozzle's tip.</summary>
    CleaningNozzleTip = 14,

    /// <summary>Paused by the user.</summary>
    PausedByUser = 16,

    /// <summary>Paused: the front cover fell off.</summary>
    PausedFrontCover = 17,

    /// <summary>Calibrating flow.</summary>
    CalibratingFlow = 19,

    /// <summary>Paused: nozzle temperature.</summary>
    PausedNozzleTemperature = 20,

    /// <summary>Paused: bed temperature.</summary>
    PausedBedTemperature = 21,

    /// <summary>Unloading filament.</summary>
    UnloadingFilament = 22,

    /// <summary>Loading filament.</summary>
    LoadingFilament = 24,

    /// <summary>Paused: the AMS was lost.</summary>
    PausedAmsLost = 26,

    /// <summary>Cooling the chamber.</summary>
    CoolingChamber = 29,

    /// <summary>Paused: the cutter.</summary>
    PausedCutter = 33,

    /// <summary>Paused: a fault in the first layer.</summary>
    PausedFirstLayer = 34,

    /// <summary>Paused: the nozzle is clogged.</summary>
    PausedNozzleClog = 35,

    /// <summary>Heating the chamber.</summary>
    HeatingChamber = 49,
}
