using System.Collections;
using System.Management.Automation;
using BambuCloud.Client.Api;

namespace BambuCloud.Input;

/// <summary>PowerShell's values as the client knows them: without their wrapping, objects and hashtables as dictionaries.</summary>
internal static class UnwrappedValue
{
    /// <summary>The value without PowerShell's wrapping.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.InvalidSetting"/>: it is nested too deep, or in itself, or has two members of one name.
    /// </exception>
    public static object? Of(object? value, int depth = 0)
    {
        PrintSettingsBody.EnsureDepth(depth); // Before a file is uploaded for them.
        return value switch
        {
            PSObject { BaseObject: PSCustomObject } custom => custom.Properties.ToDictionary(member => member.Name,
                member => Of(member.Value, depth + 1)),
            PSObject wrapped => Of(wrapped.BaseObject, depth),
            SwitchParameter given => given.IsPresent,
            string => value,
            IDictionary members => Of(members, depth),
            IEnumerable items => items.Cast<object?>().Select(item => Of(item, depth + 1)).ToArray(),
            _ => value,
        };
    }

    private static Dictionary<string, object?> Of(IDictionary members, int depth)
    {
        Dictionary<string, object?> plain = [];
        foreach (DictionaryEntry member in members)
        {
            if (!plain.TryAdd($"{member.Key}", Of(member.Value, depth + 1)))
            {
                throw new BambuException(BambuErrorKind.InvalidSetting, $"The print settings have '{member.Key}' twice.");
            }
        }
        return plain;
    }
}
