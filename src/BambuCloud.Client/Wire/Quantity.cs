namespace BambuCloud.Client.Wire;

/// <summary>Numbers of the service as what they measure; what is out of range is as if it were missing.</summary>
internal static class Quantity
{
    public static TimeSpan? Seconds(double? seconds) => seconds is >= 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds.Value) : null;

    public static int? Percent(double? percent) => percent is >= 0 and <= 100 ? (int)percent : null;

    public static int? Count(long? count) => count is >= 0 and <= int.MaxValue ? (int)count : null;
}
