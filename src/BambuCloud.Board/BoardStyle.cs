using BambuCloud.Output;
using Spectre.Console;

namespace BambuCloud.Board;

/// <summary>
/// The colours that <c>$PSStyle</c> has from the start, so that the board looks as the views do: green, yellow and red as terminals number
/// them, in bold.
/// </summary>
internal static class BoardStyle
{
    public static Style Bold { get; } = new(decoration: Decoration.Bold);

    public static Style Dim { get; } = new(decoration: Decoration.Dim);

    public static Style Underline { get; } = new(decoration: Decoration.Underline);

    public static Style Of(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green, decoration: Decoration.Bold),
        Tone.Warning => new Style(Color.Olive, decoration: Decoration.Bold),
        Tone.Bad => new Style(Color.Maroon, decoration: Decoration.Bold),
        Tone.Quiet => Dim,
        _ => Style.Plain,
    };

    public static Style Of(FleetState state) => Of(state switch
    {
        FleetState.Failed => Tones.Of(BambuPrintState.Failed),
        FleetState.Paused => Tones.Of(BambuPrintState.Paused),
        FleetState.Running => Tones.Of(BambuPrintState.Running),
        FleetState.Preparing => Tones.Of(BambuPrintState.Preparing),
        FleetState.Finished => Tones.Of(BambuPrintState.Finished),
        FleetState.Cancelled => Tones.Of(BambuPrintState.Cancelled),
        FleetState.Idle => Tones.Of(BambuPrintState.Idle),
        FleetState.Offline or FleetState.Refused or FleetState.Waiting => Tones.Of(BambuPrintState.Offline),
        _ => Tone.Plain,
    });
}
