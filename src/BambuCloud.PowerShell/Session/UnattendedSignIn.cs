using System.Management.Automation;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Session;

/// <summary>Where a session comes from when neither token nor credential is given: the environment, else what was saved.</summary>
/// <param name="state">The user's session, for vaults.</param>
/// <param name="regionGiven">Whether the command names a region.</param>
/// <param name="account">The account whose saved session is wanted; null for any, and for the environment's.</param>
internal sealed class UnattendedSignIn(SessionState state, bool regionGiven, string? account)
{
    private const string TokenVariable = "BAMBU_ACCESS_TOKEN";
    private const string RegionVariable = "BAMBU_REGION";
    private const string ApiVariable = "BAMBU_API_ENDPOINT";
    private const string MqttVariable = "BAMBU_MQTT_ENDPOINT";

    /// <summary>The options with a token. What was given with the command wins over what the environment says.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.SignInRequired"/>, or why the environment or what was saved cannot be used.
    /// </exception>
    public CloudSessionOptions Complete(CloudSessionOptions given) =>
        account is null && Variable(TokenVariable) is { } token ? FromEnvironment(given, token)
        : FromSaved(given) ?? throw new BambuException(BambuErrorKind.SignInRequired,
            $"There is nothing to sign in with: no session{(account is null ? "" : $" of the account '{account}'")} is "
                + $"saved{Where(given)}.")
        {
            Subject = account,
        };

    private string Where(CloudSessionOptions given) =>
        given.ApiEndpoint is { } api ? $" for '{api.Authority}'" : regionGiven ? $" for the region {given.Region}" : "";

    private CloudSessionOptions FromEnvironment(CloudSessionOptions given, string token) => given with
    {
        AccessToken = token,
        Region = regionGiven || Variable(RegionVariable) is not { } region ? given.Region
            : RegionNamed(region) ?? throw Invalid(RegionVariable, string.Join(" or ", Enum.GetNames<BambuRegion>())),
        ApiEndpoint = given.ApiEndpoint ?? AddressIn(ApiVariable),
        MqttEndpoint = given.MqttEndpoint ?? AddressIn(MqttVariable),
    };

    // A saved token goes to the servers that it was saved with, unless the command itself names others.
    private CloudSessionOptions? FromSaved(CloudSessionOptions given)
    {
        CloudEndpoints named = CloudEndpoints.For(given.Region, given.ApiEndpoint, given.MqttEndpoint);
        Uri? wanted = given.ApiEndpoint is not null || regionGiven ? named.Api : null;
        return new SavedSessions(state).Find(wanted, account) is not { } saved ? null : given with
        {
            AccessToken = saved.AccessToken!,
            Account = saved.Account,
            IssuedAt = saved.IssuedAt,
            ExpiresAt = saved.ExpiresAt,
            Region = regionGiven ? given.Region : saved.Region,
            ApiEndpoint = saved.ApiEndpoint,
            MqttEndpoint = given.MqttEndpoint ?? saved.MqttEndpoint,
            CACertificatePath = given.CACertificatePath ?? saved.CACertificatePath,
        };
    }

    // Enum.TryParse would take numbers and lists too.
    private static BambuRegion? RegionNamed(string name) =>
        Enum.GetValues<BambuRegion>().Where(region => name.Equals(region.ToString(), StringComparison.OrdinalIgnoreCase))
            .Select(region => (BambuRegion?)region).FirstOrDefault();

    private static Uri? AddressIn(string variable) => Variable(variable) switch
    {
        null => null,
        { } text => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : throw Invalid(variable,
            "an address, 'https://host' or 'mqtts://host:port'"),
    };

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static BambuException Invalid(string variable, string form) =>
        new(BambuErrorKind.InvalidEnvironment, $"The environment variable {variable} cannot be read. It is {form}.") { Subject = variable };
}
