using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>
/// Lets a parameter for printers take texts, and objects that are or have a printer. What says that there is none (null, an empty text
/// and 0) is left out; <see cref="Given{T}"/> tells that from what was not given.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PrinterNamesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object?[] items = LanguagePrimitives.GetEnumerable(inputData)?.Cast<object?>().ToArray() ?? [inputData];
        return items.Select(NameOf).OfType<PrinterName>().ToArray();
    }

    // What has no printer is refused as a cast that fails, so that the pipeline tries its other parameters.
    private static PrinterName? NameOf(object? item)
    {
        if (item is null)
        {
            return null;
        }
        PSObject given = PSObject.AsPSObject(item);
        if (given.BaseObject is PrinterName known)
        {
            return known;
        }
        if (given.BaseObject is string or ValueType)
        {
            return BambuPrintFigures.KnownId(item.ToString()) is { } text ? PrinterName.Typed(text) : null;
        }
        if (PrinterName.TryGet(given, out PrinterName? name))
        {
            return name;
        }
        string message =
            $"An object of the type {given.TypeNames[0]} has no DeviceId, DeviceName or Name. Give an id, a name, or an object that has "
                + $"one.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
