namespace BambuCloud.Client.Wire;

internal sealed record PreferenceAnswer : CloudAnswer
{
    public string? Uid { get; set; }

    public PreferenceAnswer? Data { get; set; }
}
