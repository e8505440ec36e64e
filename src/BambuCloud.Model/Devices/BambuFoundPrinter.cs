namespace BambuCloud;

/// <summary>A printer that announces itself in the local network (lan.md, <i>Finding printers</i>). Anybody there can claim it.</summary>
public sealed record BambuFoundPrinter : BambuObject
{
    /// <summary>The serial number.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The name that its owner gave it; the serial number where it says none.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Its IPv4 address.</summary>
    public string Address { get; internal init; } = "";

    /// <summary>The model as people call it: <c>P1S</c>, …</summary>
    public string? Model { get; internal init; }

    /// <summary>The model's code: <c>C12</c>, <c>BL-P001</c>, …</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>Whether it is in LAN-only mode, away from any cloud; <see langword="null"/> where it does not say.</summary>
    public bool? LanOnly { get; internal init; }

    /// <summary>Whether it is bound to an account; <see langword="null"/> where it does not say.</summary>
    public bool? Bound { get; internal init; }

    /// <summary>The version of its firmware.</summary>
    public string? FirmwareVersion { get; internal init; }

    /// <summary>The strength of its Wi-Fi signal in dBm.</summary>
    public int? WifiSignal { get; internal init; }

    /// <summary>Name and address.</summary>
    public override string ToString() => $"{Name} ({Address})";
}
