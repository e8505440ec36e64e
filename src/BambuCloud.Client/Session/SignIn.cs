using BambuCloud.Client.Api;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Session;

/// <summary>
/// Signing in with account and password, step by step (rest.md, <i>Signing in</i>). Each step gives the session's options with a token,
/// or says which code the cloud wants next. No step is sent twice, and none when the cloud says that there were too many.
/// </summary>
public sealed class SignIn : IDisposable
{
    private const string WantsVerificationCode = "verifyCode";
    private const string WantsTfaCode = "tfa";
    private const string TokenCookie = "token";

    private readonly CloudSessionOptions _options;
    private readonly string _account;
    private readonly ServerCertificates _certificates;
    private readonly CloudApi _api;
    private readonly CloudApi _site;

    /// <summary>Makes ready to sign in.</summary>
    /// <param name="options">Where, and how: everything but the token.</param>
    /// <param name="account">The e-mail address or the phone number of the account.</param>
    /// <exception cref="BambuException">The endpoints or the certificate file are unusable.</exception>
    public SignIn(CloudSessionOptions options, string account)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        _options = options;
        _account = account.Trim();
        CloudEndpoints endpoints = CloudEndpoints.For(options.Region, options.ApiEndpoint, options.MqttEndpoint);
        _certificates = new ServerCertificates(options.CACertificatePath);
        _api = new CloudApi(endpoints.Api, null, _certificates, options.Timeout, options.TimeProvider);
        _site = new CloudApi(endpoints.SignInSite, null, _certificates, options.Timeout, options.TimeProvider);
    }

    private bool ByEmail => _account.Contains('@', StringComparison.Ordinal);

    /// <summary>
    /// <c>POST /v1/user-service/user/login</c> with the password. Where the cloud then wants a verification code, it is sent to the
    /// account's e-mail address or phone before this returns.
    /// </summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PasswordRefused"/>, <see cref="BambuErrorKind.TooManySignIns"/>, or what can befall any call.
    /// </exception>
    public async Task<SignInStep> GivePasswordAsync(string password, CancellationToken cancellationToken)
    {
        CloudCall call = Call(Route.SignIn).WithBody(new PasswordBody { Account = _account, Password = password },
            CloudBodyJson.Default.PasswordBody, password);
        SignInStep step = await SignInAsync(call, BambuErrorKind.PasswordRefused, cancellationToken).ConfigureAwait(false);
        if (step.Wants == SignInCode.Verification)
        {
            await SendCodeAsync(cancellationToken).ConfigureAwait(false);
        }
        return step;
    }

    /// <summary>
    /// <c>POST /v1/user-service/user/login</c> with the code that came by e-mail or SMS. For one whose time is over, a new one is sent.
    /// </summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.VerificationCodeRefused"/>, <see cref="BambuErrorKind.VerificationCodeExpired"/>,
    /// <see cref="BambuErrorKind.TooManySignIns"/>, or what can befall any call.
    /// </exception>
    public async Task<SignInStep> GiveVerificationCodeAsync(string code, CancellationToken cancellationToken)
    {
        CloudCall call = Call(Route.SignIn).WithBody(new CodeBody { Account = _account, Code = code }, CloudBodyJson.Default.CodeBody,
            code);
        try
        {
            return await SignInAsync(call, BambuErrorKind.VerificationCodeRefused, cancellationToken).ConfigureAwait(false);
        }
        catch (BambuException expired) when (expired.Kind == BambuErrorKind.VerificationCodeExpired)
        {
            await SendCodeAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary><c>POST /api/sign-in/tfa</c> of the sign-in site with the code that the account's authenticator shows.</summary>
    /// <param name="tfaKey">What the step before gave.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.TfaCodeRefused"/>, <see cref="BambuErrorKind.TfaExpired"/>,
    /// <see cref="BambuErrorKind.SignInCookieDemanded"/>,
    /// <see cref="BambuErrorKind.TooManySignIns"/>, <see cref="BambuErrorKind.EdgeChallenge"/>, or what can befall any call.
    /// </exception>
    public async Task<SignInStep> GiveTfaCodeAsync(string tfaKey, string code, CancellationToken cancellationToken)
    {
        CloudCall call = Call(Route.SignInWithTfa).WithBody(new TfaBody { TfaKey = tfaKey, TfaCode = code }, CloudBodyJson.Default.TfaBody,
            tfaKey, code);
        try
        {
            return SignedIn(await _site.SendForCookieAsync(call, TokenCookie, cancellationToken).ConfigureAwait(false), null);
        }
        catch (BambuApiException fault)
        {
            throw SignInFault.Of(_account, fault, BambuErrorKind.TfaCodeRefused);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _api.Dispose();
        _site.Dispose();
        _certificates.Dispose();
    }

    private CloudCall Call(Route route) => new(route) { Subject = _account };

    private async Task SendCodeAsync(CancellationToken cancellationToken)
    {
        CloudCall call = ByEmail
            ? Call(Route.SendEmailCode).WithBody(new SendCodeBody { Email = _account }, CloudBodyJson.Default.SendCodeBody)
            : Call(Route.SendSmsCode).WithBody(new SendCodeBody { Phone = _account }, CloudBodyJson.Default.SendCodeBody);
        try
        {
            await _api.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (BambuApiException fault)
        {
            throw SignInFault.Of(_account, fault, BambuErrorKind.RequestRejected);
        }
    }

    private async Task<SignInStep> SignInAsync(CloudCall call, BambuErrorKind refusal, CancellationToken cancellationToken)
    {
        try
        {
            SignInAnswer answer = await _api.SendAsync(call, CloudJson.Default.SignInAnswer, cancellationToken).ConfigureAwait(false);
            answer = answer.Data ?? answer;
            return answer switch
            {
                { AccessToken.Length: > 0 } => SignedIn(answer.AccessToken, answer.ExpiresIn),
                { LoginType: WantsVerificationCode } => new SignInStep { Wants = SignInCode.Verification },
                { LoginType: WantsTfaCode, TfaKey.Length: > 0 } => new SignInStep { Wants = SignInCode.Tfa, TfaKey = answer.TfaKey },
                _ => throw CloudFault.Unexpected(call, "has neither a token nor a way on that this program knows"),
            };
        }
        catch (BambuApiException fault)
        {
            throw SignInFault.Of(_account, fault, refusal);
        }
    }

    private SignInStep SignedIn(string token, long? seconds)
    {
        DateTimeOffset now = _options.TimeProvider.GetUtcNow();
        return new SignInStep
        {
            Options = _options with
            {
                AccessToken = token,
                IssuedAt = now,
                ExpiresAt = seconds is > 0
                and < int.MaxValue ? now.AddSeconds(seconds.Value) : null
            },
        };
    }
}
