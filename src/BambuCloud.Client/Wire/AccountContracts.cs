using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>What both <c>my/preference</c> and <c>my/profile</c> say of the account.</summary>
internal abstract record AccountAnswer : CloudAnswer
{
    public string? Uid { get; set; }

    /// <summary>The same as text; at times the only one (rest.md).</summary>
    public string? UidStr { get; set; }

    public string? Name { get; set; }
}

internal sealed record PreferenceAnswer : AccountAnswer
{
    public string? Handle { get; set; }

    public PreferenceAnswer? Data { get; set; }
}

internal sealed record ProfileAnswer : AccountAnswer
{
    public string? Account { get; set; }

    public string? Handle { get; set; }

    public string? Avatar { get; set; }

    [JsonConverter(typeof(Words))]
    public List<string>? ProductModels { get; set; }

    public ProfileAnswer? Data { get; set; }
}
