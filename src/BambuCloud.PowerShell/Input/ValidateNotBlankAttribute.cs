using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>
/// Refuses a text of white space alone, as <c>ValidateNotNullOrWhiteSpace</c> does, which is newer than the library that the module is
/// built against.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateNotBlankAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is string text && string.IsNullOrWhiteSpace(text))
        {
            throw new ValidationMetadataException("It is empty or holds nothing but white space. Give a name that can be seen.");
        }
    }
}
