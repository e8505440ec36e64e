namespace BambuCloud;

/// <summary>
/// Who is signed in: <c>GET /v1/user-service/my/profile</c> and <c>GET /v1/design-user-service/my/preference</c> as one (rest.md).
/// </summary>
public sealed record BambuAccount : BambuObject
{
    /// <summary>The account's number.</summary>
    public string Uid { get; internal init; } = "";

    /// <summary>
    /// What it signs in with, as far as it may be shown: an e-mail address or a phone number of which the first and the last characters
    /// stand.
    /// </summary>
    public string? Account { get; internal init; }

    /// <summary>The name that others see.</summary>
    public string? Name { get; internal init; }

    /// <summary>The account's handle on the vendor's model site.</summary>
    public string? Handle { get; internal init; }

    /// <summary>Address of the account's picture, without a query.</summary>
    public Uri? Avatar { get; internal init; }

    /// <summary>The printer models that the account says it has, <c>productModels</c>.</summary>
    public IReadOnlyList<string> ProductModels { get; internal init => field = BambuList<string>.Of(value); } = BambuList<string>.Empty;

    /// <summary>Name and number.</summary>
    public override string ToString() => Name is { Length: > 0 } name ? $"{name} ({Uid})" : Uid;
}
