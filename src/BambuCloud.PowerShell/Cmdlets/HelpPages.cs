namespace BambuCloud.Cmdlets;

/// <summary>Where the pages stand that <c>Get-Help -Online</c> opens.</summary>
internal static class HelpPages
{
    /// <summary>The folder; a page has its cmdlet's name.</summary>
    public const string Folder = "https://github.com/bambucloud/BambuCloud/blob/main/docs/en-US/";
}
