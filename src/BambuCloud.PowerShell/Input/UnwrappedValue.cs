using System.Collections;
using System.Management.Automation;
using BambuCloud.Client.Api;

namespace BambuCloud.Input;

/// <summary>PowerShell's values as the client knows them: without their wrapping, objects and hashtables as dictionaries.</summary>
internal static class UnwrappedValue
{
    /// <summary>The value without PowerShell's wrapping.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidSetting"/>: it is nested too deep, or in itself.</exception>
    public static object? Of(object? value, int depth = 0)
    {
        Prints.EnsureDepth(depth); // Before a file is uploaded for them.
        return value switch
        {
            PSObject { BaseObject: PSCustomObject } custom => custom.Properties.ToDictionary(member => member.Name,
                member => Of(member.Value, depth + 1)),
            PSObject wrapped => Of(wrapped.BaseObject, depth),
            string => value,
            IDictionary members => members.Cast<DictionaryEntry>().ToDictionary(member => member.Key.ToString()!,
                member => Of(member.Value, depth + 1)),
            IEnumerable items => items.Cast<object?>().Select(item => Of(item, depth + 1)).ToArray(),
            _ => value,
        };
    }
}
