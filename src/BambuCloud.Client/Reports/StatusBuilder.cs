using System.Net;

namespace BambuCloud.Client.Reports;

/// <summary>Makes the state of what a report says, and of what holds where it says nothing.</summary>
internal partial struct StatusDraft
{
    private const int NoStage = 255;
    private const int AgainCalibratingLidar = 18;
    private const int NoTray = 255;
    private const int ExternalTray = 254;
    private const int PackedFrom = 500;
    private const int WiredSignal = -90;
    private const int DoorBit = 23;

    /// <summary>The state after the report, once it is settled.</summary>
    /// <param name="full">Whether the report is the whole state, so that nothing holds of what was known before.</param>
    /// <param name="seen">When it came, UTC.</param>
    /// <param name="job">The job after it.</param>
    /// <param name="wire">What the printer said last of what is not shown as it is.</param>
    /// <param name="before">What was known before.</param>
    public readonly BambuPrinterStatus ToStatus(bool full, DateTime seen, JobTrack job, PrinterWire wire, PrinterState before)
    {
        BambuPrinterStatus kept = full ? Nothing : Known;
        // Most deltas say nothing of what seldom changes → that is not compared again.
        BambuPrinterStatus rest = full || _details is not null || Ams is not null ? WithDetails(kept, wire, before) : Known;
        BambuNozzle? active = ActiveOf(rest.Nozzles);
        bool several = HasSeveral(active, rest.Nozzles);
        (double? chamber, double? chamberTarget) = ChamberOf(kept, before.Family);
        return rest with
        {
            LastSeen = seen,
            State = StateOf(job),
            RawState = RawState,
            Outcome = job.Outcome,
            Stage = StageOf(StageNumber, Word),
            Progress = Progress,
            RemainingTime = RemainingTime,
            Layer = Layer,
            TotalLayers = TotalLayers,
            JobName = JobName,
            TaskId = TaskId,
            Job = JobOf(kept.Job),
            NozzleTemperature = several ? active!.Temperature : NozzleTemperature ?? kept.NozzleTemperature ?? active?.Temperature,
            NozzleTargetTemperature = several ? active!.TargetTemperature
                : NozzleTargetTemperature ?? kept.NozzleTargetTemperature ?? active?.TargetTemperature,
            BedTemperature = BedTemperature ?? (Rest.BedPacked is { } bed ? DeviceReader.Split(bed).Actual : kept.BedTemperature),
            BedTargetTemperature = BedTargetTemperature
                ?? (Rest.BedPacked is { } aim ? DeviceReader.Split(aim).Target : kept.BedTargetTemperature),
            ChamberTemperature = chamber,
            ChamberTargetTemperature = chamberTarget,
            Fans = FansOf(kept.Fans),
            PrintError = IsErrorNow(job) ? TextOf(Code ?? 0, Known.PrintError) : null,
            RawPrintError = TextOf(Code ?? 0, Known.RawPrintError),
            Network = NetworkOf(kept.Network, before.Family),
            Firmware = FirmwareOf(kept.Firmware, before.Modules),
        };
    }

    // What is said in parts, or seldom.
    private readonly BambuPrinterStatus WithDetails(BambuPrinterStatus kept, PrinterWire wire, PrinterState before)
    {
        IReadOnlyList<BambuNozzle> nozzles = DeviceReader.Merge(_details, kept.Nozzles, wire.ActiveNozzle);
        BambuNozzle? active = ActiveOf(nozzles);
        IReadOnlyList<BambuAms> units = AmsOf(kept, wire, before);
        IReadOnlyList<BambuAmsTray> spools = AmsReader.MergeSpools(_details, Known.ExternalSpools, kept.ExternalSpools);
        return Known with
        {
            NozzleDiameter = active?.Diameter ?? Rest.NozzleDiameter ?? kept.NozzleDiameter,
            NozzleType = (HasSeveral(active, nozzles) ? active!.Type : null) ?? Rest.NozzleType ?? kept.NozzleType ?? active?.Type,
            Nozzles = nozzles,
            SpeedLevel = Rest.SpeedLevel ?? kept.SpeedLevel,
            SpeedPercent = Rest.SpeedPercent ?? kept.SpeedPercent,
            Hms = Rest.Hms ?? kept.Hms,
            Ams = units,
            ExternalSpools = spools,
            ActiveSlot = SlotOf(kept.ActiveSlot, wire, active, units, spools),
            DoorOpen = DoorOf(kept.DoorOpen, wire, before.Family),
            SdCard = Rest.SdCard ?? kept.SdCard,
            Camera = CameraOf(kept.Camera),
            Lights = Rest.Lights ?? kept.Lights,
            SignatureRequired = Rest.SignatureRequired ?? kept.SignatureRequired,
        };
    }

    private static bool HasSeveral(BambuNozzle? active, IReadOnlyList<BambuNozzle> nozzles) =>
        active is { Temperature: not null } && nozzles is [_, { Temperature: not null }, ..];

    private readonly DetailDraft Rest => _details ?? DetailDraft.Nothing;

    // A cancelled print is FAILED too → the verdict on the job counts, and as long as there is none nothing is told.
    private readonly BambuPrintState StateOf(JobTrack job) => Word switch
    {
        GcodeState.Finish => job.IsOpen ? BambuPrintState.Finished : job.Outcome ?? BambuPrintState.Finished,
        GcodeState.Failed => job.Doubt == JobDoubt.Failure ? Known.State : job.Outcome ?? BambuPrintState.Unknown,
        _ => Word.ToState(),
    };

    // 0 means printing only while the state says so: idle A1 and P1P printers say it too.
    private static BambuPrinterStage StageOf(int? stage, GcodeState word) => stage switch
    {
        null or NoStage => BambuPrinterStage.Idle,
        0 when word != GcodeState.Running => BambuPrinterStage.Idle,
        AgainCalibratingLidar => BambuPrinterStage.CalibratingLidar,
        { } number => (BambuPrinterStage)number,
    };

    // Phases and questions are none, and the code of an idle printer is an old one.
    private readonly bool IsErrorNow(JobTrack job) => PrintErrors.IsError(Code ?? 0) && (job.IsOpen || job.Phase == JobPhase.Ended);

    private static string? TextOf(uint code, string? known) => code == 0 ? null : PrintErrors.Text(code, known);

    private static BambuNozzle? ActiveOf(IReadOnlyList<BambuNozzle> nozzles)
    {
        for (int index = 0; index < nozzles.Count; index++)
        {
            if (nozzles[index].Active)
            {
                return nozzles[index];
            }
        }
        return null;
    }

    private readonly BambuPrinterJob JobOf(BambuPrinterJob kept)
    {
        if (_details is null && SubtaskId == kept.SubtaskId && PrintType == kept.PrintType)
        {
            return kept;
        }
        BambuPrinterJob job = new()
        {
            GcodeFile = Rest.GcodeFile is null ? kept.GcodeFile : BambuPrintFigures.KnownId(Rest.GcodeFile),
            SubtaskId = SubtaskId,
            ProjectId = Rest.ProjectId is null ? kept.ProjectId : BambuPrintFigures.KnownId(Rest.ProjectId),
            ProfileId = Rest.ProfileId is null ? kept.ProfileId : BambuPrintFigures.KnownId(Rest.ProfileId),
            PrintType = PrintType,
            StartTime = Rest.StartTime is { } start ? (start > 0 ? DateTimeOffset.FromUnixTimeSeconds(start).UtcDateTime : null)
                : kept.StartTime,
            DownloadProgress = Rest.DownloadProgress ?? kept.DownloadProgress,
            SkippedObjects = Rest.SkippedObjects ?? kept.SkippedObjects,
        };
        return job.Equals(Known.Job) ? Known.Job : job;
    }

    // Above 500 it is packed; some printers say the target in ctt, and those without a sensor say 5.
    private readonly (double? Actual, double? Target) ChamberOf(BambuPrinterStatus kept, PrinterFamily family)
    {
        if (family.HasNoChamberSensor())
        {
            return (null, null);
        }
        if (Rest.ChamberPacked is { } packed)
        {
            (int actual, int target) = DeviceReader.Split(packed);
            return (actual, Rest.ChamberTargetTemperature ?? target);
        }
        if (ChamberTemperature is not { } said)
        {
            return (kept.ChamberTemperature, Rest.ChamberTargetTemperature ?? kept.ChamberTargetTemperature);
        }
        (double Actual, double? Target) chamber = said > PackedFrom ? DeviceReader.Split((uint)said) : (said, null);
        return (chamber.Actual, Rest.ChamberTargetTemperature ?? chamber.Target ?? kept.ChamberTargetTemperature);
    }

    private readonly BambuFans FansOf(BambuFans kept)
    {
        if (_details is null && (PartFan ?? kept.Part) == kept.Part && (AuxiliaryFan ?? kept.Auxiliary) == kept.Auxiliary
            && (ChamberFan ?? kept.Chamber) == kept.Chamber && (HeatbreakFan ?? kept.Heatbreak) == kept.Heatbreak)
        {
            return kept;
        }
        BambuFans fans = new()
        {
            Part = Rest.DuctPart ?? PartFan ?? kept.Part,
            Auxiliary = Rest.DuctAuxiliary ?? AuxiliaryFan ?? kept.Auxiliary,
            SecondAuxiliary = Rest.DuctSecondAuxiliary ?? kept.SecondAuxiliary,
            Chamber = Rest.DuctChamber ?? ChamberFan ?? kept.Chamber,
            Heatbreak = HeatbreakFan ?? kept.Heatbreak,
            AirDuctMode = Rest.AirDuctMode is { } mode ? (BambuAirDuctMode)mode : kept.AirDuctMode,
        };
        return fans.Equals(Known.Fans) ? Known.Fans : fans;
    }

    private readonly IReadOnlyList<BambuAms> AmsOf(BambuPrinterStatus kept, PrinterWire wire, PrinterState before)
    {
        if (Ams is null || (Ams.Units is null && Ams.TrayBits is null))
        {
            return kept.Ams;
        }
        IEnumerable<int> units = Ams.Units?.Select(unit => unit.Id) ?? kept.Ams.Select(unit => unit.AmsId);
        bool odd = wire.TrayBits is { } known && TrayBits.IsOddHt(known, units);
        return AmsReader.Merge(Ams, kept.Ams, new TrayBits(wire.TrayBits, Ams.TrayBits is not null, !odd), before);
    }

    private readonly BambuSlot? SlotOf(
        BambuSlot? kept, PrinterWire wire, BambuNozzle? active, IReadOnlyList<BambuAms> units, IReadOnlyList<BambuAmsTray> spools)
    {
        BambuSlot? slot = wire.HasSlots ? active?.Slot : Ams?.TrayNow is { } now ? SlotOf(now, units) : kept;
        if (slot is { AmsId: null } && spools.Count == 1)
        {
            slot = slot.TrayId == spools[0].TrayId ? slot : new BambuSlot { TrayId = spools[0].TrayId }; // There is but one.
        }
        return slot == Known.ActiveSlot ? Known.ActiveSlot : slot;
    }

    private static BambuSlot? SlotOf(int now, IReadOnlyList<BambuAms> units) => now switch
    {
        NoTray or < 0 => null,
        ExternalTray => new BambuSlot { TrayId = ExternalTray },
        >= AmsNumbers.FirstHt => new BambuSlot { AmsId = now, TrayId = 0 },
        _ when units is [{ AmsId: AmsNumbers.A2LUnit }] => new BambuSlot { AmsId = AmsNumbers.A2LUnit, TrayId = now },
        _ => new BambuSlot { AmsId = now / AmsNumbers.TraysInUnit, TrayId = now % AmsNumbers.TraysInUnit },
    };

    private readonly bool? DoorOf(bool? kept, PrinterWire wire, PrinterFamily family)
    {
        if (!family.HasDoor())
        {
            return null;
        }
        ulong? bits = family != PrinterFamily.X1 && wire.HasStat ? Rest.Stat : Rest.HomeFlag;
        return bits is { } known ? ((known >> DoorBit) & 1) != 0 : kept;
    }

    private readonly BambuPrinterCamera CameraOf(BambuPrinterCamera kept)
    {
        if (_details is null)
        {
            return kept;
        }
        BambuPrinterCamera camera = new()
        {
            Recording = Rest.Recording ?? kept.Recording,
            Timelapse = Rest.Timelapse ?? kept.Timelapse,
            Streaming = Rest.Streaming ?? kept.Streaming,
        };
        return camera.Equals(Known.Camera) ? Known.Camera : camera;
    }

    private readonly BambuPrinterNetwork NetworkOf(BambuPrinterNetwork kept, PrinterFamily family)
    {
        bool? wired = WifiSignal is { } said ? said == WiredSignal && family == PrinterFamily.H2 : kept.Wired;
        if (_details is null && wired == kept.Wired && (wired == true || (WifiSignal ?? kept.WifiSignal) == kept.WifiSignal))
        {
            return kept;
        }
        BambuPrinterNetwork network = new()
        {
            WifiSignal = wired == true ? null : WifiSignal ?? kept.WifiSignal,
            Wired = wired,
            IPAddress = Rest.Address is not { } address ? kept.IPAddress
                : address == 0 ? null : new IPAddress(address),
        };
        return network.Equals(Known.Network) ? Known.Network : network;
    }

    private readonly BambuPrinterFirmware FirmwareOf(BambuPrinterFirmware kept, PrinterModules? modules)
    {
        if (_details is null && kept.Version == modules?.Version)
        {
            return kept;
        }
        BambuPrinterFirmware firmware = new()
        {
            Version = modules?.Version ?? kept.Version,
            NewVersion = Rest.NewVersion is null ? kept.NewVersion : BambuPrintFigures.KnownId(Rest.NewVersion),
            UpdateStatus = Rest.UpdateStatus is null ? kept.UpdateStatus : BambuPrintFigures.KnownId(Rest.UpdateStatus),
            UpdateProgress = Rest.UpdateProgress ?? kept.UpdateProgress,
        };
        return firmware.Equals(Known.Firmware) ? Known.Firmware : firmware;
    }
}
