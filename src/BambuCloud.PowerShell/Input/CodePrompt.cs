using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Security;
using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>Asks whoever sits at the host for a code. It is good for minutes, and who types it wants to see it.</summary>
internal static class CodePrompt
{
    /// <summary>What was typed; null where nobody sits there or nothing was typed.</summary>
    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <param name="caption">What it is for.</param>
    /// <param name="question">Which code is wanted.</param>
    /// <param name="parameter">The parameter that would have brought it.</param>
    public static SecureString? Ask(BambuCmdlet cmdlet, string caption, string question, string parameter)
    {
        FieldDescription field = new(parameter);
        field.SetParameterType(typeof(string));
        object? typed = HostQuestion.Ask(cmdlet, () =>
            cmdlet.Host.UI?.Prompt(caption, question, new Collection<FieldDescription> { field })[field.Name].BaseObject);
        SecureString? code = typed as SecureString ?? (typed is string text ? SecretText.Secure(text) : null);
        return code is { Length: > 0 } ? code : null;
    }
}
