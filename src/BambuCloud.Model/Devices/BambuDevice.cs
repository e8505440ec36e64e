using System.Security;

namespace BambuCloud;

/// <summary>A printer that is bound to the account: one item of <c>GET /v1/iot-service/api/user/bind</c>.</summary>
public sealed record BambuDevice : BambuObject
{
    /// <summary>The serial number, <c>dev_id</c>. It names the printer in every other call and in the MQTT topics.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The name that the owner gave it.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Whether the cloud sees the printer now, or it is connected itself.</summary>
    public bool Online { get; internal init; }

    /// <summary>The ways to it: whether the cloud sees it, and whether this process is connected to the printer itself.</summary>
    public BambuConnection Connection { get; internal init; }

    /// <summary>
    /// What became of its latest print, as the cloud's list says; <see cref="BambuPrintState.Unknown"/> where the list says nothing. What
    /// it is doing, the printer itself says: <see cref="BambuPrinterStatus.State"/>.
    /// </summary>
    public BambuPrintState State { get; internal init; }

    /// <summary><c>print_status</c> exactly as the service said it.</summary>
    public string? RawState { get; internal init; }

    /// <summary>The model as people call it: <c>dev_product_name</c>, else the name of <see cref="ModelCode"/>: <c>P1S</c>, …</summary>
    public string? Model { get; internal init; }

    /// <summary>The model's code, <c>dev_model_name</c>: <c>C12</c>, <c>BL-P001</c>, <c>N7-V2</c>, …</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>Nozzle diameter in mm; <see langword="null"/> where the service leaves it out (the documented shape does).</summary>
    public double? NozzleDiameter { get; internal init; }

    /// <summary>
    /// The machine's build, <c>dev_structure</c>: <c>CoreXY</c> or <c>I3</c>; <see langword="null"/> in the documented shape.
    /// </summary>
    public string? Structure { get; internal init; }

    /// <summary>Id of the current or latest task, <c>print_job</c>; <see langword="null"/> in the documented shape.</summary>
    public string? TaskId { get; internal init; }

    /// <summary>The printer's LAN access code. A <see cref="SecureString"/>, so that no export of devices spells it out.</summary>
    public SecureString? AccessCode { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>What errors and warnings call it: <c>P1S 1 (01P00A000000001)</c>.</summary>
    internal string Label => Name == DeviceId ? DeviceId : $"{Name} ({DeviceId})";

    /// <summary>The printer's name.</summary>
    public override string ToString() => Name;
}
