namespace BambuCloud.Client.Wire;

internal sealed record PreferenceAnswer : CloudAnswer
{
    public string? Uid { get; init; }

    public PreferenceAnswer? Data { get; init; }
}
