using System.Management.Automation.Host;
using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>Questions to whoever sits at the host.</summary>
internal static class HostQuestion
{
    /// <summary>The answer; the default of its type where nobody sits there, so that nobody can be asked.</summary>
    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <param name="question">Asks.</param>
    public static T? Ask<T>(BambuCmdlet cmdlet, Func<T?> question)
    {
        if (cmdlet.Host.Name == "ConsoleHost" && Console.IsInputRedirected)
        {
            return default;
        }
        try
        {
            return question();
        }
        catch (Exception nobody)
            when (nobody is InvalidOperationException or HostException or NotImplementedException or NotSupportedException)
        {
            cmdlet.WriteVerbose($"This host cannot ask: {nobody.Message}");
            return default;
        }
    }
}
