using System.Collections.ObjectModel;
using System.Management.Automation;

namespace BambuCloud.Playground;

/// <summary>One command of a tour.</summary>
/// <param name="Command">What is typed.</param>
/// <param name="Expectation">What has to come of it, in words.</param>
/// <param name="Holds">Whether that came.</param>
internal sealed record Step(string Command, string Expectation, Func<Collection<PSObject>, bool> Holds)
{
    /// <summary>A property of an object as text; empty where there is none.</summary>
    public static string Text(PSObject item, string property) => item.Properties[property]?.Value?.ToString() ?? "";
}
