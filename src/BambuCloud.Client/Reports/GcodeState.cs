namespace BambuCloud.Client.Reports;

/// <summary>The words of <c>gcode_state</c> (mqtt.md, <i>Reports</i>).</summary>
internal enum GcodeState
{
    /// <summary><c>UNKNOWN</c>, nothing yet, or a word to come.</summary>
    Unknown,
    Idle,
    Init,
    Prepare,
    Slicing,
    Running,
    Pause,
    Finish,
    Failed,
    Offline,
}

/// <summary>What the words mean.</summary>
internal static class GcodeStates
{
    public static GcodeState Parse(string word) => word.ToUpperInvariant() switch
    {
        "IDLE" => GcodeState.Idle,
        "INIT" => GcodeState.Init,
        "PREPARE" => GcodeState.Prepare,
        "SLICING" => GcodeState.Slicing,
        "RUNNING" => GcodeState.Running,
        "PAUSE" => GcodeState.Pause,
        "FINISH" => GcodeState.Finish,
        "FAILED" => GcodeState.Failed,
        "OFFLINE" => GcodeState.Offline,
        _ => GcodeState.Unknown,
    };

    /// <summary>Whether it says that a job is under way.</summary>
    public static bool IsPrinting(this GcodeState word) =>
        word is GcodeState.Prepare or GcodeState.Slicing or GcodeState.Running or GcodeState.Pause;

    public static BambuPrintState ToState(this GcodeState word) => word switch
    {
        GcodeState.Idle or GcodeState.Init => BambuPrintState.Idle,
        GcodeState.Prepare or GcodeState.Slicing => BambuPrintState.Preparing,
        GcodeState.Running => BambuPrintState.Running,
        GcodeState.Pause => BambuPrintState.Paused,
        GcodeState.Finish => BambuPrintState.Finished,
        GcodeState.Failed => BambuPrintState.Failed,
        GcodeState.Offline => BambuPrintState.Offline,
        _ => BambuPrintState.Unknown,
    };
}
