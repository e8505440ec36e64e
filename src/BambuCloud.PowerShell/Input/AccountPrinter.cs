using BambuCloud.Client.Session;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>A printer of an account, or one that is connected itself.</summary>
/// <param name="Session">The account's session, or the printer's own.</param>
/// <param name="Device">The printer as the account lists it.</param>
internal sealed record AccountPrinter(OpenSession Session, BambuDevice Device)
{
    /// <summary>The way to it for what is live: its own where it is connected itself.</summary>
    public OpenSession Way { get; init; } = Session;

    /// <summary>The printer's id.</summary>
    public string Id => Device.DeviceId;

    /// <summary>The printer's own connection.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.PrinterNotConnected"/>.</exception>
    public PrinterSession Itself() => Way.Itself ?? throw new BambuException(BambuErrorKind.PrinterNotConnected,
        $"The printer '{Id}' is not connected itself.")
    {
        Subject = Id,
    };

    /// <summary>The models that are wanted: patterns over names and codes, and other names that a model has.</summary>
    public static NameFilter Models(string[]? models) => new(models?.Select(model =>
        BambuModels.CodeOf(model) is { } code && code != model ? BambuModels.NameOf(model)! : model).ToArray());

    /// <summary>Whether it is one of those that are wanted.</summary>
    /// <param name="models">By name or code.</param>
    /// <param name="online">Whether it is connected to the cloud; null for either.</param>
    public bool Is(NameFilter models, bool? online) =>
        (models.Wants(Device.Model ?? "") || models.Wants(Device.ModelCode ?? "")) && (online is null || online == Device.Online);

    /// <summary>What prompts and errors call it: <c>P1S 1 (01P00A000000001)</c>.</summary>
    public string Label => Device.Name == Device.DeviceId ? Device.DeviceId : $"{DisplayText.Clean(Device.Name)} ({Device.DeviceId})";
}
