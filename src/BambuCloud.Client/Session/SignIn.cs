using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Session;

/// <summary>
/// Signing in with account and password or a code, step by step (rest.md, <i>Signing in</i>). Each step gives the session's options with a
/// token, or says which code the cloud wants next. No step is sent twice, and none when the cloud says that there were too many.
/// </summary>
public sealed class SignIn : IDisposable
{
    private const string WantsVerificationCode = "verifyCode";
    private const string TokenCookie = "token";
    private const string CsrfCookie = "bbl_csrf_token";
    private const string CsrfHeader = "x-bbl-csrf-token";

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
    /// <c>POST /v1/user-service/user/login</c> with the password. A cloud that then wants a verification code has sent it to the account's
    /// e-mail
    /// address or phone by itself.
    /// </summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PasswordRefused"/>, <see cref="BambuErrorKind.TooManySignIns"/>,
    /// <see cref="BambuErrorKind.EdgeChallenge"/>, or what
    /// can befall any call.
    /// </exception>
    public Task<SignInStep> GivePasswordAsync(string password, CancellationToken cancellationToken)
    {
        CloudCall call = Call(Route.SignIn)
            .WithBody(new PasswordBody { Account = _account, Password = password }, CloudBodyJson.Default.PasswordBody, password);
        return SignInAsync(call, BambuErrorKind.PasswordRefused, cancellationToken);
    }

    /// <summary>
    /// Has a verification code sent to the account's e-mail address, or to its phone where it is a number. It signs in without a password.
    /// Each
    /// call sends another one.
    /// </summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.TooManySignIns"/>, or what can befall any call.</exception>
    public async Task SendCodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (ByEmail)
            {
                CloudCall email = Call(Route.SendEmailCode);
                await _api.SendAsync(email.WithBody(new SendCodeBody { Email = _account }, CloudBodyJson.Default.SendCodeBody),
                    cancellationToken)
                    .ConfigureAwait(false);
            }
            else
            {
                await SendSmsAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (BambuApiException fault)
        {
            throw SignInFault.Of(_account, fault, BambuErrorKind.RequestRejected);
        }
    }

    /// <summary><c>POST /v1/user-service/user/login</c> with the code that came by e-mail or SMS; blanks in it are left out.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.VerificationCodeRefused"/>, <see cref="BambuErrorKind.VerificationCodeExpired"/>,
    /// <see cref="BambuErrorKind.TooManySignIns"/>, or what can befall any call.
    /// </exception>
    public Task<SignInStep> GiveVerificationCodeAsync(string code, CancellationToken cancellationToken)
    {
        code = WithoutBlanks(code);
        CloudCall call = Call(Route.SignIn).WithBody(new CodeBody { Account = _account, Code = code }, CloudBodyJson.Default.CodeBody,
            code);
        return SignInAsync(call, BambuErrorKind.VerificationCodeRefused, cancellationToken);
    }

    /// <summary>
    /// <c>POST /api/sign-in/tfa</c> of the sign-in site with the code that the account's authenticator shows. The site wants back what it
    /// gives
    /// at <c>GET /api/csrf</c>, as a cookie and as a header.
    /// </summary>
    /// <param name="tfaKey">What the step before gave.</param>
    /// <param name="code">Six digits; blanks are left out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.TfaCodeRefused"/>, <see cref="BambuErrorKind.TfaExpired"/>,
    /// <see cref="BambuErrorKind.SignInCookieDemanded"/>,
    /// <see cref="BambuErrorKind.TooManySignIns"/>, <see cref="BambuErrorKind.EdgeChallenge"/>, or what can befall any call.
    /// </exception>
    public async Task<SignInStep> GiveTfaCodeAsync(string tfaKey, string code, CancellationToken cancellationToken)
    {
        code = WithoutBlanks(code);
        CloudCall call = Call(Route.SignInWithTfa)
            .WithBody(new TfaBody { TfaKey = tfaKey, TfaCode = code }, CloudBodyJson.Default.TfaBody, tfaKey, code);
        try
        {
            if (await GetCsrfTokenAsync(cancellationToken).ConfigureAwait(false) is { } csrf)
            {
                call = call.WithHeaders([csrf], ("Cookie", $"{CsrfCookie}={csrf}"), (CsrfHeader, csrf));
            }
            return SignedIn(
                await _site.SendForCookieAsync(call, TokenCookie, answer => answer.AnyToken, cancellationToken).ConfigureAwait(false),
                    null);
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

    // ha-bambulab asks the sign-in site for it, others the API.
    private async Task SendSmsAsync(CancellationToken cancellationToken)
    {
        SendCodeBody body = new() { Phone = _account };
        try
        {
            await _api.SendAsync(Call(Route.SendSmsCode).WithBody(body, CloudBodyJson.Default.SendCodeBody), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (BambuApiException elsewhere) when (elsewhere.Kind is BambuErrorKind.NotFound or BambuErrorKind.MethodNotAllowed)
        {
            CloudTrace.Write($"{elsewhere.Endpoint} is not there; the sign-in site is asked");
            CloudCall call = Call(Route.SendSmsCodeAtSite).WithBody(body, CloudBodyJson.Default.SendCodeBody);
            await _site.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
    }

    // A site from before 2026 has no such thing, and wants none.
    private async Task<string?> GetCsrfTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _site.SendForCookieAsync(Call(Route.GetCsrfToken), CsrfCookie, null, cancellationToken).ConfigureAwait(false);
        }
        catch (BambuApiException fault) when (fault.Kind is BambuErrorKind.NotFound or BambuErrorKind.MethodNotAllowed
            or BambuErrorKind.Forbidden or BambuErrorKind.RequestRejected or BambuErrorKind.UnexpectedResponse)
        {
            CloudTrace.Write($"{fault.Endpoint} gives no '{CsrfCookie}'; the code is given without");
            return null;
        }
    }

    private static string WithoutBlanks(string code) => new([.. code.Where(character => !char.IsWhiteSpace(character))]);

    private async Task<SignInStep> SignInAsync(CloudCall call, BambuErrorKind refusal, CancellationToken cancellationToken)
    {
        try
        {
            SignInAnswer answer = await _api.SendAsync(call, CloudJson.Default.SignInAnswer, cancellationToken).ConfigureAwait(false);
            answer = answer.Data ?? answer;
            return answer switch
            {
                { AccessToken.Length: > 0 } => SignedIn(answer.AccessToken, answer.ExpiresIn),
                { TfaKey.Length: > 0 } => new SignInStep { Wants = SignInCode.Tfa, TfaKey = answer.TfaKey }, // Whatever it calls it.
                { LoginType: WantsVerificationCode } => new SignInStep { Wants = SignInCode.Verification },
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
                ExpiresAt = seconds is > 0 and < int.MaxValue ? now.AddSeconds(seconds.Value) : null,
            },
        };
    }
}
