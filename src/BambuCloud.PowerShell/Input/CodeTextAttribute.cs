using System.Management.Automation;
using System.Security;

namespace BambuCloud.Input;

/// <summary>
/// Lets a parameter for a code that is good for minutes take it as it is typed: with its leading zeros, which PowerShell keeps of a number
/// that stands in a command, and without the blanks that it is often copied with. A SecureString is taken as it is.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CodeTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null || PSObject.AsPSObject(inputData).BaseObject is SecureString)
        {
            return inputData;
        }
        string code = LanguagePrimitives.ConvertTo<string>(inputData);
        return string.IsNullOrWhiteSpace(code)
            ? throw new ArgumentTransformationMetadataException("The code is empty. Give it as it was sent or is shown.")
            : SecretText.Secure(code);
    }
}
