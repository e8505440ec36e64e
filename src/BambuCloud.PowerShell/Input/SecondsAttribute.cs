using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>
/// Lets a parameter for a time span take a bare number as seconds, which PowerShell takes as ticks or days, and refuses what nobody can
/// wait for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    private const int Most = int.MaxValue / 1000;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (!double.TryParse(string.Create(CultureInfo.InvariantCulture, $"{inputData}"), NumberStyles.Float, CultureInfo.InvariantCulture,
            out double seconds))
        {
            if (!LanguagePrimitives.TryConvertTo(inputData, CultureInfo.InvariantCulture, out TimeSpan time))
            {
                return inputData; // PowerShell says what it is not.
            }
            seconds = time.TotalSeconds;
        }
        return seconds is >= 0 and <= Most ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentTransformationMetadataException(
                $"The time '{inputData}' is not from 0 to {Most} seconds. Give a number of seconds, or a time span such as '0:0:30'.");
    }
}
