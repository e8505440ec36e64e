using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>Lets a parameter for printer ids take the printers themselves, and whatever else has a <c>DeviceId</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeviceIdAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        LanguagePrimitives.GetEnumerable(inputData) is { } many
            ? many.Cast<object?>().Select(IdOf).ToArray()
            : IdOf(inputData);

    // Null is left to the parameter's own validation, which says it better.
    private static object? IdOf(object? item) => item is null ? null : PSObject.AsPSObject(item).Properties[nameof(BambuDevice.DeviceId)]?.Value ?? item;
}
