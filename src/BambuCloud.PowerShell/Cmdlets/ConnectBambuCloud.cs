using System.Management.Automation;
using System.Security;
using BambuCloud.Client.Session;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
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
    private const string CodeSet = "Code";

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

    /// <summary>The account: whose saved session is opened, or who signs in by a code and without a password.</summary>
    [Parameter(ParameterSetName = UnattendedSet)]
    [Parameter(Mandatory = true, ParameterSetName = CodeSet)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateNotBlank]
    public string? Account { get; set; }

    /// <summary>Has the cloud send a code to the account, which is an e-mail address.</summary>
    [Parameter(ParameterSetName = CodeSet)]
    public SwitchParameter CodeByEmail { get; set; }

    /// <summary>Has the cloud send a code to the account, which is a phone number.</summary>
    [Parameter(ParameterSetName = CodeSet)]
    public SwitchParameter CodeBySms { get; set; }

    /// <summary>Has the cloud send another code in place of the one that it sent.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = CodeSet)]
    public SwitchParameter ResendCode { get; set; }

    /// <summary>The code that the cloud sent by e-mail or SMS.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = CodeSet)]
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
        if (ParameterSetName == CodeSet && (Account!.Contains('@', StringComparison.Ordinal) ? CodeBySms : CodeByEmail))
        {
            ThrowTerminatingError(ErrorRecords.CodeComesAnotherWay(Account));
        }
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
            CredentialSet or CodeSet => new SignInDialogue(this, GivenToSignIn()).Complete(options),
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

    private SignInInput GivenToSignIn() => new(ParameterSetName == CodeSet ? Account! : Credential.UserName)
    {
        Password = ParameterSetName == CodeSet ? null : Credential.Password,
        VerificationCode = VerificationCode,
        TfaCode = TfaCode,
        SendsCode = CodeByEmail || CodeBySms || ResendCode,
    };
}
