namespace BambuCloud;

/// <summary>What the printer does within a print, <c>stg_cur</c> (mqtt.md). A number without a name here keeps its number.</summary>
public enum BambuPrinterStage : long
{
    /// <summary>-1 and 255: nothing.</summary>
    Idle = -1,

    /// <summary>Printing; idle printers may say 0 too, which is no stage then.</summary>
    Printing = 0,

    /// <summary>Automatic bed levelling.</summary>
    AutoBedLeveling = 1,

    /// <summary>Heating the bed.</summary>
    HeatbedPreheating = 2,

    /// <summary>Vibration compensation.</summary>
    VibrationCompensation = 3,

    /// <summary>Changing filament.</summary>
    ChangingFilament = 4,

    /// <summary>Paused by M400 in the G-code.</summary>
    PausedByM400 = 5,

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

    /// <summary>Identifying the type of the build plate.</summary>
    IdentifyingBuildPlate = 11,

    /// <summary>Calibrating the lidar; printers say 18 too.</summary>
    CalibratingLidar = 12,

    /// <summary>Homing.</summary>
    Homing = 13,

    /// <summary>Cleaning the nozzle's tip.</summary>
    CleaningNozzleTip = 14,

    /// <summary>Checking the extruder's temperature.</summary>
    CheckingExtruderTemperature = 15,

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

    /// <summary>Paused: a step was skipped.</summary>
    PausedSkippedStep = 23,

    /// <summary>Loading filament.</summary>
    LoadingFilament = 24,

    /// <summary>Calibrating motor noise.</summary>
    CalibratingMotorNoise = 25,

    /// <summary>Paused: the AMS was lost.</summary>
    PausedAmsLost = 26,

    /// <summary>Paused: the heatbreak's fan.</summary>
    PausedHeatbreakFan = 27,

    /// <summary>Paused: chamber temperature.</summary>
    PausedChamberTemperature = 28,

    /// <summary>Cooling the chamber.</summary>
    CoolingChamber = 29,

    /// <summary>Paused by G-code.</summary>
    PausedByGcode = 30,

    /// <summary>Showing the motor noise.</summary>
    MotorNoiseShowoff = 31,

    /// <summary>Paused: the nozzle is covered in filament.</summary>
    PausedNozzleCovered = 32,

    /// <summary>Paused: the cutter.</summary>
    PausedCutter = 33,

    /// <summary>Paused: a fault in the first layer.</summary>
    PausedFirstLayer = 34,

    /// <summary>Paused: the nozzle is clogged.</summary>
    PausedNozzleClog = 35,

    /// <summary>Measuring absolute accuracy before its calibration.</summary>
    MeasuringAccuracyBefore = 36,

    /// <summary>Calibrating absolute accuracy.</summary>
    CalibratingAccuracy = 37,

    /// <summary>Measuring absolute accuracy after its calibration.</summary>
    MeasuringAccuracyAfter = 38,

    /// <summary>Calibrating the nozzle's offset.</summary>
    CalibratingNozzleOffset = 39,

    /// <summary>Bed levelling at a high temperature.</summary>
    HighTemperatureBedLeveling = 40,

    /// <summary>Checking the quick release lever.</summary>
    CheckingQuickRelease = 41,

    /// <summary>Checking door and cover.</summary>
    CheckingDoorAndCover = 42,

    /// <summary>Calibrating the laser.</summary>
    CalibratingLaser = 43,

    /// <summary>Checking the platform.</summary>
    CheckingPlatform = 44,

    /// <summary>Checking the position of the bird's-eye camera.</summary>
    CheckingBirdsEyeCamera = 45,

    /// <summary>Calibrating the bird's-eye camera.</summary>
    CalibratingBirdsEyeCamera = 46,

    /// <summary>Bed levelling, first phase.</summary>
    BedLevelingFirstPhase = 47,

    /// <summary>Bed levelling, second phase.</summary>
    BedLevelingSecondPhase = 48,

    /// <summary>Heating the chamber.</summary>
    HeatingChamber = 49,

    /// <summary>Cooling the bed.</summary>
    CoolingHeatbed = 50,

    /// <summary>Printing calibration lines.</summary>
    PrintingCalibrationLines = 51,

    /// <summary>Checking the material.</summary>
    CheckingMaterial = 52,

    /// <summary>Calibrating the live view camera.</summary>
    CalibratingLiveViewCamera = 53,

    /// <summary>Waiting for the bed's temperature.</summary>
    WaitingForHeatbedTemperature = 54,

    /// <summary>Checking the position of the material.</summary>
    CheckingMaterialPosition = 55,

    /// <summary>Calibrating the cutter's offset.</summary>
    CalibratingCutterOffset = 56,

    /// <summary>Measuring the surface.</summary>
    MeasuringSurface = 57,

    /// <summary>Preconditioning by heat.</summary>
    ThermalPreconditioning = 58,

    /// <summary>Homing the blade holder.</summary>
    HomingBladeHolder = 59,

    /// <summary>Calibrating the camera's offset.</summary>
    CalibratingCameraOffset = 60,

    /// <summary>Calibrating the blade holder.</summary>
    CalibratingBladeHolder = 61,

    /// <summary>Testing how hotends are picked and placed.</summary>
    TestingHotendPickAndPlace = 62,

    /// <summary>Waiting for the chamber's temperature to settle.</summary>
    WaitingForChamberTemperature = 63,

    /// <summary>Preparing the hotend.</summary>
    PreparingHotend = 64,

    /// <summary>Calibrating the detection of clumps on the nozzle.</summary>
    CalibratingClumpingDetection = 65,

    /// <summary>Purifying the chamber's air.</summary>
    PurifyingChamberAir = 66,

    /// <summary>Measuring the rotary attachment.</summary>
    MeasuringRotaryAttachment = 67,

    /// <summary>Moving the toolhead over the purge chute.</summary>
    MovingToPurgeChute = 68,

    /// <summary>Cooling the nozzle.</summary>
    CoolingNozzle = 69,

    /// <summary>Moving the toolhead to the bed's centre.</summary>
    MovingToBedCenter = 70,

    /// <summary>Arc fitting.</summary>
    ArcFitting = 71,

    /// <summary>Detecting the hotend's type.</summary>
    DetectingHotendType = 72,

    /// <summary>Aligning the build plate.</summary>
    AligningBuildPlate = 73,

    /// <summary>Looking for foreign objects on the bed.</summary>
    DetectingObjectsOnHeatbed = 74,

    /// <summary>Looking for foreign objects under the bed.</summary>
    DetectingObjectsUnderHeatbed = 75,

    /// <summary>Extruding before the print.</summary>
    PreExtrusion = 76,

    /// <summary>Preparing the AMS.</summary>
    PreparingAms = 77,
}
