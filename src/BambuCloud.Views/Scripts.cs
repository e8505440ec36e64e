namespace BambuCloud.Views;

/// <summary>What the views' expressions have in common.</summary>
internal static class Scripts
{
    /// <summary>The class with the functions that write what views show.</summary>
    public const string Text = "[BambuCloud.Output.ViewText]::";

    /// <summary>The printer's name, else its id.</summary>
    public const string Printer = "$_.DeviceName ? $_.DeviceName : $_.DeviceId";
}
