using System.Management.Automation;
using System.Net;
using System.Security;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary><c>Connect-BambuCloud</c>: opens the session that all other cmdlets share.</summary>
[Cmdlet(VerbsCommunications.Connect, "BambuCloud")]
[OutputType(typeof(BambuSession))]
public sealed class ConnectBambuCloud : BambuCmdlet
{
    /// <summary>The account's access token.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public SecureString AccessToken { get; set; } = null!;

    /// <summary>The account's region.</summary>
    [Parameter]
    public BambuRegion Region { get; set; }

    /// <summary>Takes the place of the region's REST host.</summary>
    [Parameter]
    public Uri? ApiEndpoint { get; set; }

    /// <summary>Takes the place of the region's broker.</summary>
    [Parameter]
    public Uri? MqttEndpoint { get; set; }

    /// <summary>A PEM file with roots to trust beside the system's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CACertificatePath { get; set; }

    /// <summary>How long a call may take in all, with every further try, in seconds; an upload's bytes are not counted.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>Writes the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        CloudSessionOptions options = new()
        {
            AccessToken = new NetworkCredential("", AccessToken).Password,
            Region = Region,
            ApiEndpoint = ApiEndpoint,
            MqttEndpoint = MqttEndpoint,
            CACertificatePath = CACertificatePath is null ? null : GetUnresolvedProviderPathFromPSPath(CACertificatePath),
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        CloudSession session = Await(cancellation => CloudSession.OpenAsync(options, cancellation));
        if (SharedSession.Replace(session) is { } before)
        {
            Await(_ => before.DisposeAsync().AsTask());
        }
        if (PassThru)
        {
            WriteObject(session.Info);
        }
    }
}
