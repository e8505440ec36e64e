namespace BambuCloud.Client.Reports;

/// <summary>What changed of AMS units, trays, external spools and of where the filament comes from.</summary>
internal static class FilamentChanges
{
    /// <summary>Tells what changed.</summary>
    public static void Tell(BambuPrinterStatus old, BambuPrinterStatus status, in EventRecorder recorder)
    {
        recorder.AddIf(HasRunOut(status) && !HasRunOut(old), BambuPrinterEventType.FilamentRunout);
        if (!ReferenceEquals(old.Ams, status.Ams))
        {
            Units(old.Ams, status.Ams, recorder);
        }
        if (!ReferenceEquals(old.ExternalSpools, status.ExternalSpools))
        {
            Trays(null, old.ExternalSpools, status.ExternalSpools, recorder);
        }
        if (!Equals(old.ActiveSlot, status.ActiveSlot) && status.ActiveSlot is { } active)
        {
            recorder.Add(BambuPrinterEventType.FilamentChanged, active.AmsId, TrayOf(active, status));
        }
    }

    private static void Units(IReadOnlyList<BambuAms> old, IReadOnlyList<BambuAms> units, in EventRecorder recorder)
    {
        foreach (BambuAms gone in old)
        {
            if (Find(units, gone.AmsId) is null)
            {
                recorder.Add(BambuPrinterEventType.AmsDisconnected, gone.AmsId, null);
            }
        }
        foreach (BambuAms unit in units)
        {
            if (Find(old, unit.AmsId) is not { } before)
            {
                recorder.Add(BambuPrinterEventType.AmsConnected, unit.AmsId, null);
                continue;
            }
            if (before.DryingRemainingTime is null != unit.DryingRemainingTime is null)
            {
                bool began = unit.DryingRemainingTime is not null;
                recorder.Add(began ? BambuPrinterEventType.DryingStarted : BambuPrinterEventType.DryingFinished, unit.AmsId, null);
            }
            Trays(unit.AmsId, before.Trays, unit.Trays, recorder);
        }
    }

    private static void Trays(int? unit, IReadOnlyList<BambuAmsTray> old, IReadOnlyList<BambuAmsTray> trays, in EventRecorder recorder)
    {
        if (ReferenceEquals(old, trays))
        {
            return;
        }
        foreach (BambuAmsTray tray in trays)
        {
            BambuAmsTray? before = old.FirstOrDefault(known => known.TrayId == tray.TrayId);
            if (before is not null && !IsSameFilament(before, tray))
            {
                recorder.Add(BambuPrinterEventType.FilamentChanged, unit, tray);
            }
        }
    }

    private static BambuAms? Find(IReadOnlyList<BambuAms> units, int id) => units.FirstOrDefault(unit => unit.AmsId == id);

    private static BambuAmsTray? TrayOf(BambuSlot slot, BambuPrinterStatus status)
    {
        IReadOnlyList<BambuAmsTray>? trays = slot.AmsId is { } unit ? Find(status.Ams, unit)?.Trays : status.ExternalSpools;
        return trays?.FirstOrDefault(tray => tray.TrayId == slot.TrayId);
    }

    private static bool HasRunOut(BambuPrinterStatus status) =>
        status.Stage == BambuPrinterStage.PausedFilamentRunout || PrintErrors.IsRunout(status.PrintError);

    private static bool IsSameFilament(BambuAmsTray one, BambuAmsTray other) =>
        (one.Empty, one.Material, one.Color, one.FilamentId, one.SpoolId)
        == (other.Empty, other.Material, other.Color, other.FilamentId, other.SpoolId);
}
