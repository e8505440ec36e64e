using System.Management.Automation;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary>What the cmdlets have in common that ask the cloud: a session.</summary>
public abstract class SessionCmdlet : BambuCmdlet
{
    /// <summary>The session to use in place of the default one.</summary>
    [Parameter]
    [ValidateNotNull]
    public BambuSession? Session { get; set; }

    /// <summary>The cloud as the session sees it.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotConnected"/> or <see cref="BambuErrorKind.SessionClosed"/>.</exception>
    private protected CloudSession Cloud
    {
        get
        {
            CloudSession session = OpenSessions.Find(Session);
            if (session.TakeExpiryWarning() is { } warning)
            {
                Post(() => WriteWarning(warning));
            }
            return session;
        }
    }

    /// <summary>The account's printers by their ids, as the cloud lists them now.</summary>
    private protected Dictionary<string, BambuDevice> AwaitDevicesById() => Await(Cloud.Devices.ListAsync).ToDictionary(device => device.DeviceId);

    /// <summary>The error for a printer that the account does not have.</summary>
    private protected static BambuException Stranger(string deviceId) =>
        new(BambuErrorKind.DeviceNotFound, $"The printer '{deviceId}' is not in this account. Get-BambuDevice lists those that are.");
}
