using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using BambuCloud.Client.Session;
using BambuCloud.Cmdlets;
using BambuCloud.Input;

namespace BambuCloud.Session;

/// <summary>The dialogue of a sign-in: the cloud wants codes, the user gives them.</summary>
/// <param name="cmdlet">The cmdlet that waits and asks.</param>
/// <param name="input">What the command was given.</param>
internal sealed class SignInDialogue(BambuCmdlet cmdlet, SignInInput input)
{
    private const int MostRefusals = 3;

    // What an authenticator's code goes with is kept for the next call, which brings the code. It counts once: after a refusal the
    // call after that begins anew, with the password.
    private static readonly ConcurrentDictionary<(string Account, BambuRegion Region, Uri? Api), string> TfaKeys = new();

    private SecureString? _verificationCode = input.VerificationCode;
    private SecureString? _tfaCode = input.TfaCode;
    private int _refusals;

    /// <summary>Signs in, and gives the options with a token.</summary>
    /// <exception cref="BambuException">The cloud refuses, or wants a code that nobody here can be asked for.</exception>
    public CloudSessionOptions Complete(CloudSessionOptions options)
    {
        if (string.IsNullOrWhiteSpace(input.Account))
        {
            throw new BambuException(BambuErrorKind.SignInRequired, "The credential names no account.");
        }
        using SignIn signIn = new(options, input.Account);
        (string, BambuRegion, Uri?) key = (input.Account, options.Region, options.ApiEndpoint);
        SignInStep step = First(signIn, key);
        while (step.Options is null)
        {
            step = Next(signIn, step, key);
        }
        return step.Options with { Account = input.Account };
    }

    private SignInStep First(SignIn signIn, (string, BambuRegion, Uri?) key)
    {
        if (_verificationCode is null && _tfaCode is not null && TfaKeys.TryRemove(key, out string? tfaKey))
        {
            return new SignInStep { Wants = SignInCode.Tfa, TfaKey = tfaKey };
        }
        if (_verificationCode is null && input.SendsCode)
        {
            cmdlet.Await(signIn.SendCodeAsync);
            return new SignInStep { Wants = SignInCode.Verification };
        }
        return _verificationCode is null && input.Password is { } password
            ? cmdlet.Await(cancellation => signIn.GivePasswordAsync(SecretText.Of(password), cancellation))
            : new SignInStep { Wants = SignInCode.Verification };
    }

    private SignInStep Next(SignIn signIn, SignInStep step, (string, BambuRegion, Uri?) key)
    {
        bool tfa = step.Wants == SignInCode.Tfa;
        SecureString? given = Take(tfa);
        string code = SecretText.Of(given ?? Ask(tfa) ?? throw Required(step, key));
        try
        {
            return cmdlet.Await(cancellation => tfa
                ? signIn.GiveTfaCodeAsync(step.TfaKey!, code, cancellation)
                : signIn.GiveVerificationCodeAsync(code, cancellation));
        }
        catch (BambuException wrong) when (given is null && ++_refusals < MostRefusals
            && wrong.Kind is BambuErrorKind.VerificationCodeRefused or BambuErrorKind.TfaCodeRefused)
        {
            cmdlet.WriteWarning("The cloud refuses that code.");
            return step; // Somebody sits here: ask again.
        }
    }

    /// <summary>The code that the command was given: it counts once.</summary>
    private SecureString? Take(bool tfa)
    {
        SecureString? given = tfa ? _tfaCode : _verificationCode;
        if (tfa)
        {
            _tfaCode = null;
        }
        else
        {
            _verificationCode = null;
        }
        return given;
    }

    /// <summary>Asks whoever sits at the host; null where nobody does.</summary>
    private SecureString? Ask(bool tfa)
    {
        FieldDescription field = new(tfa ? nameof(ConnectBambuCloud.TfaCode) : nameof(ConnectBambuCloud.VerificationCode));
        field.SetParameterType(typeof(string)); // It is good for minutes, and who types it wants to see it.
        if (cmdlet.Host.Name == "ConsoleHost" && Console.IsInputRedirected)
        {
            return null;
        }
        try
        {
            string where = tfa ? "your authenticator shows" : $"was sent to {input.Account}";
            object? typed = cmdlet.Host.UI?.Prompt("Signing in to the Bambu Lab cloud", $"Enter the code that {where}.",
                new Collection<FieldDescription> { field })[field.Name].BaseObject;
            SecureString? code = typed as SecureString ?? (typed is string text ? SecretText.Secure(text) : null);
            return code is { Length: > 0 } ? code : null;
        }
        catch (Exception nobody)
            when (nobody is InvalidOperationException or HostException or NotImplementedException or NotSupportedException)
        {
            cmdlet.WriteVerbose($"This host cannot ask: {nobody.Message}");
            return null;
        }
    }

    private BambuException Required(SignInStep step, (string, BambuRegion, Uri?) key)
    {
        string account = input.Account;
        if (step.Wants != SignInCode.Tfa)
        {
            return new BambuException(BambuErrorKind.VerificationCodeRequired,
                input.Password is null && !input.SendsCode ? $"The cloud wants the code that it sent to '{account}'."
                    : $"The cloud has sent a code to '{account}' and wants it.")
            { Subject = account };
        }
        TfaKeys[key] = step.TfaKey!;
        return new BambuException(BambuErrorKind.TfaCodeRequired,
            $"The cloud wants the code that the authenticator of '{account}' shows.")
        { Subject = account };
    }
}
