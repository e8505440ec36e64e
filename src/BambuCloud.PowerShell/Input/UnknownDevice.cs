namespace BambuCloud.Input;

/// <summary>The error for a printer that the account does not have.</summary>
internal static class UnknownDevice
{
    /// <summary>Makes the error.</summary>
    /// <param name="deviceId">What was given as its id.</param>
    /// <param name="devices">The account's printers, to tell where it is the name of one.</param>
    public static BambuException Fault(string deviceId, IEnumerable<BambuDevice> devices)
    {
        string[] named =
        [
            .. devices.Where(device => device.Name.Equals(deviceId, StringComparison.OrdinalIgnoreCase)).Select(device => device.DeviceId),
        ];
        return new BambuException(BambuErrorKind.DeviceNotFound, named.Length == 0
            ? $"The printer '{deviceId}' is not in this account."
            : $"'{deviceId}' is the name of {string.Join(" and ", named)}, and an id is wanted here.")
        {
            Subject = deviceId,
        };
    }
}
