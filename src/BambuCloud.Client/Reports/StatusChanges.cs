namespace BambuCloud.Client.Reports;

/// <summary>Compares a printer's states before and after a report, and tells what changed, in the order in which it is told.</summary>
internal static class StatusChanges
{
    /// <summary>Tells what changed.</summary>
    public static void Tell(BambuPrinterStatus old, BambuPrinterStatus status, in JobStep step, in EventRecorder recorder)
    {
        recorder.AddIf(old.State != status.State, BambuPrinterEventType.StateChanged);
        recorder.AddIf(old.Stage != status.Stage, BambuPrinterEventType.StageChanged);
        if (step.Replaced is { } replaced)
        {
            recorder.AddEnd(replaced, step.ReplacedOutcome, step.IsReplacedLate, old); // The new state is not its own.
        }
        bool print = !step.Job.IsCalibration;
        recorder.AddIf(step.Started, print ? BambuPrinterEventType.PrintStarted : BambuPrinterEventType.CalibrationStarted);
        recorder.AddIf(step.Paused && print, BambuPrinterEventType.PrintPaused);
        recorder.AddIf(step.Resumed && print, BambuPrinterEventType.PrintResumed);
        Errors(old, status, recorder);
        FilamentChanges.Tell(old, status, recorder);
        Machine(old, status, recorder);
        // An AMS that changes its spool looks idle, and what looks idle shows no figures → they are told when it prints on.
        bool shown = step.Job.Doubt != JobDoubt.Idle;
        recorder.AddIf(shown && old.Layer != status.Layer && status.Layer is not null, BambuPrinterEventType.LayerChanged);
        recorder.AddIf(shown && old.Progress != status.Progress && status.Progress is not null, BambuPrinterEventType.ProgressChanged);
        if (step.Outcome is { } outcome)
        {
            recorder.AddEnd(step.Job, outcome, step.IsLate, step.Job.Phase == JobPhase.None ? LastOf(step.Job, old, status) : null);
        }
    }

    // What is idle has forgotten how far its job was.
    private static BambuPrinterStatus LastOf(JobTrack job, BambuPrinterStatus old, BambuPrinterStatus status) => status with
    {
        Progress = job.Outcome == BambuPrintState.Finished ? 100 : old.Progress,
        Layer = job.Outcome == BambuPrintState.Finished ? old.TotalLayers : old.Layer,
        TotalLayers = old.TotalLayers,
    };

    private static void Errors(BambuPrinterStatus old, BambuPrinterStatus status, in EventRecorder recorder)
    {
        if (old.PrintError != status.PrintError)
        {
            if (old.PrintError is not null)
            {
                recorder.Add(BambuPrinterEventType.ErrorCleared, old.PrintError);
            }
            if (status.PrintError is not null)
            {
                recorder.Add(BambuPrinterEventType.ErrorRaised, status.PrintError);
            }
        }
        if (ReferenceEquals(old.Hms, status.Hms))
        {
            return;
        }
        foreach (BambuHms gone in old.Hms.Except(status.Hms))
        {
            recorder.Add(BambuPrinterEventType.ErrorCleared, gone);
        }
        foreach (BambuHms come in status.Hms.Except(old.Hms))
        {
            recorder.Add(BambuPrinterEventType.ErrorRaised, come);
        }
    }

    private static void Machine(BambuPrinterStatus old, BambuPrinterStatus status, in EventRecorder recorder)
    {
        if (old.DoorOpen is { } wasOpen && status.DoorOpen is { } isOpen && wasOpen != isOpen)
        {
            recorder.Add(isOpen ? BambuPrinterEventType.DoorOpened : BambuPrinterEventType.DoorClosed);
        }
        string? version = status.Firmware.NewVersion;
        recorder.AddIf(version is not null && version != old.Firmware.NewVersion, BambuPrinterEventType.FirmwareAvailable);
    }
}
