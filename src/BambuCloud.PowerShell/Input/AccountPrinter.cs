using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>A printer of an account.</summary>
/// <param name="Session">The account's session.</param>
/// <param name="Device">The printer as the account lists it.</param>
internal sealed record AccountPrinter(OpenSession Session, BambuDevice Device)
{
    /// <summary>The printer's id.</summary>
    public string Id => Device.DeviceId;

    /// <summary>Whether its model is one of those that are wanted, by name or code.</summary>
    public bool IsOf(NameFilter models) => models.Wants(Device.Model ?? "") || models.Wants(Device.ModelCode ?? "");

    /// <summary>What prompts and errors call it: <c>P1S 1 (01P00A000000001)</c>.</summary>
    public string Label => Device.Name == Device.DeviceId ? Device.DeviceId : $"{DisplayText.Clean(Device.Name)} ({Device.DeviceId})";
}
