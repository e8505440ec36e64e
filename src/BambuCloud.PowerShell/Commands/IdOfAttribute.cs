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

    // Null is left to the parameter's own validation, which says it better.
    private object? IdOf(object? item) => item is null ? null : PSObject.AsPSObject(item).Properties[property]?.Value ?? item;
}
