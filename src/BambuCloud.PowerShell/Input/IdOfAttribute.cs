using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>Lets a parameter for ids take the objects themselves: whatever has a property of that name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdOfAttribute(string property) : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether another parameter may have the id where this one has none. What says that there is none (null, an empty text and 0)
    /// becomes an empty list then, which <see cref="GivenIds"/> tells from what was not given.
    /// </summary>
    public bool OrAnother { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        IEnumerable<object?>? many = LanguagePrimitives.GetEnumerable(inputData)?.Cast<object?>();
        return OrAnother ? (many ?? [inputData]).Select(IdOf).Where(id => BambuPrintFigures.KnownId(id?.ToString()) is not null).ToArray()
            : many is not null ? many.Select(IdOf).ToArray()
            : IdOf(inputData);
    }

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
