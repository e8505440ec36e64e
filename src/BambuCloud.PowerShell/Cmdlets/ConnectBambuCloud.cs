using System.Management.Automation;
using System.Security;
using BambuCloud.Client.Session;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Connect-BambuCloud</c>: opens the session that all other cmdlets use by default.</summary>
[Cmdlet(VerbsCommunications.Connect, "BambuCloud", DefaultParameterSetName = UnattendedSet,
    HelpUri = HelpPages.Folder + "Connect-BambuCloud.md")]
[OutputType(typeof(BambuSession))]
public sealed class ConnectBambuCloud : BambuCmdlet
{
    private const string UnattendedSet = "Unattended";
    private const string AccessTokenSet = "AccessToken";
    private const string CredentialSet = "Credential";

    /// <summary>The account's access token.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AccessTokenSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public SecureString AccessToken { get; set; } = null!;

    /// <summary>Account, which is an e-mail address or a phone number, and password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The code that the cloud sent by e-mail or SMS.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [CodeText]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public SecureString? VerificationCode { get; set; }

    /// <summary>The code that the account's authenticator shows.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [CodeText]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public SecureString? TfaCode { get; set; }

    /// <summary>The account whose saved session is opened: as it was signed in with, or its number.</summary>
    [Parameter(ParameterSetName = UnattendedSet)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <summary>The account's region.</summary>
    [Parameter]
    public BambuRegion Region { get; set; }

    /// <summary>Takes the place of the region's REST host.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? ApiEndpoint { get; set; }

    /// <summary>Takes the place of the region's broker.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? MqttEndpoint { get; set; }

    /// <summary>A PEM file with roots to trust beside the system's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CACertificatePath { get; set; }

    /// <summary>How long a call may take in all, with every further try, in seconds; an upload's bytes are not counted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>Does not read the vendor's table of what codes mean.</summary>
    [Parameter]
    public SwitchParameter NoCodeText { get; set; }

    /// <summary>Keeps the session for later processes of this user.</summary>
    [Parameter]
    public SwitchParameter Save { get; set; }

    /// <summary>Keeps it in this vault of Microsoft.PowerShell.SecretManagement.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Writes the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        CloudSessionOptions options = new()
        {
            Region = Region,
            ApiEndpoint = ApiEndpoint,
            MqttEndpoint = MqttEndpoint,
            CACertificatePath = CACertificatePath is null ? null : SessionState.FilesOf(CACertificatePath, literal: true)[0],
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            CodeTexts = !NoCodeText,
        };
        options = ParameterSetName switch
        {
            CredentialSet => new SignInDialogue(this, Credential, VerificationCode, TfaCode).Complete(options),
            AccessTokenSet => options with { AccessToken = SecretText.Of(AccessToken) },
            _ => new UnattendedSignIn(SessionState, MyInvocation.BoundParameters.ContainsKey(nameof(Region)), Account).Complete(options),
        };
        CloudSession session = Await(cancellation => CloudSession.OpenAsync(options, cancellation));
        BambuException? left;
        try
        {
            left = Save || Vault is not null ? new SavedSessions(SessionState).Keep(session.Info, options, Vault) : null;
        }
        catch
        {
            Await(_ => session.DisposeAsync().AsTask());
            throw;
        }
        if (OpenSessions.Add(session, PassThru) is { } before)
        {
            Await(_ => before.DisposeAsync().AsTask());
        }
        foreach (BambuException warning in new[] { left, session.TakeExpiryWarning() }.OfType<BambuException>())
        {
            PostWarning(warning);
        }
        if (PassThru)
        {
            WriteObject(session.Info);
        }
    }
}
