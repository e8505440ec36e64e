using System.Net;

namespace BambuCloud;

/// <summary>How a printer is connected.</summary>
public sealed record BambuPrinterNetwork : BambuObject
{
    /// <summary>Nothing is known.</summary>
    internal static readonly BambuPrinterNetwork None = new();

    /// <summary>Signal strength in dBm: <c>wifi_signal</c>; <see langword="null"/> on a cable.</summary>
    public int? WifiSignal { get; internal init; }

    /// <summary>Whether it hangs on a cable: H2 models say -90 dBm then; <see langword="null"/> where the printer says nothing.</summary>
    public bool? Wired { get; internal init; }

    /// <summary>Its address in its network: <c>net.info[].ip</c>.</summary>
    /// <remarks>.NET lets an address be changed → each reader gets one of its own.</remarks>
    public IPAddress? IPAddress { get => field is null ? null : new IPAddress(field.GetAddressBytes()); internal init; }

    /// <summary>Address and signal.</summary>
    public override string ToString() =>
        $"{IPAddress} {(Wired == true ? "cable" : WifiSignal is { } signal ? $"{signal} dBm" : "")}".Trim();
}
