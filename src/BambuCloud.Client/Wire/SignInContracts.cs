using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record PasswordBody
{
    public required string Account { get; init; }

    public required string Password { get; init; }

    public string ApiError { get; init; } = "";
}

internal sealed record CodeBody
{
    public required string Account { get; init; }

    public required string Code { get; init; }
}

/// <summary>Where a code is to be sent: one of the two.</summary>
internal sealed record SendCodeBody
{
    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string Type { get; init; } = "codeLogin";
}

internal sealed record TfaBody
{
    public required string TfaKey { get; init; }

    public required string TfaCode { get; init; }
}

internal sealed record SignInAnswer : CloudAnswer
{
    public string? AccessToken { get; set; }

    /// <summary>What the sign-in site calls it, where it does not say it in a cookie.</summary>
    public string? Token { get; set; }

    [JsonIgnore]
    public string? AnyToken => string.IsNullOrEmpty(AccessToken) ? Token : AccessToken;

    public long? ExpiresIn { get; set; }

    public string? LoginType { get; set; }

    public string? TfaKey { get; set; }

    public SignInAnswer? Data { get; set; }
}
