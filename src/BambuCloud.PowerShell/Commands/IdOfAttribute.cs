using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>Lets a parameter for ids take the objects themselves: whatever has a property of that name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdOfAttribute(string property) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        LanguagePrimitives.GetEnumerable(inputData) is { } many
            ? many.Cast<object?>().Select(IdOf).ToArray()
            : IdOf(inputData);

    // Null is left to the parameter's own validation, which says it better. What has no id is refused as a cast that fails, so that the
    // pipeline tries its other parameters.
    private object? IdOf(object? item)
    {
        if (item is null)
        {
            return null;
        }
        PSObject given = PSObject.AsPSObject(item);
        return given.Properties[property]?.Value ?? (given.BaseObject is string or ValueType ? item : throw NoIdIn(given));
    }

    private ArgumentTransformationMetadataException NoIdIn(PSObject given)
    {
        string message = $"An object of the type {given.TypeNames[0]} has no {property}. Give the id, or an object that has one.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
